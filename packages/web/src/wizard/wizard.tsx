import { useEffect, useRef } from "preact/hooks";
import type { AddressedDialogProps } from "../accounts/account-dialogs.tsx";
import { providers } from "../linked/data.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { ConnectStep } from "./connect-step.tsx";
import { DoneStep } from "./done-step.tsx";
import { MethodStep } from "./method-step.tsx";
import { NameStep } from "./name-step.tsx";
import { ProviderStep } from "./provider-step.tsx";
import { Stepper } from "./stepper.tsx";
import { clearDraft, progress } from "./steps.ts";

const bodies = { provider: ProviderStep, method: MethodStep, connect: ConnectStep, name: NameStep, done: DoneStep } as const;

/** Adding an account, step by step. */
export function Wizard({ onClose }: AddressedDialogProps) {
	useEffect(() => clearDraft, []);
	return (
		<Dialog title="Add Account" onClose={onClose} keepOpen wide>
			<Stepper />
			{providers.value ? <CurrentStep onClose={onClose} /> : <Skeleton rows={3} />}
		</Dialog>
	);
}

/** A new step says its name: its heading takes the focus. */
function CurrentStep({ onClose }: { readonly onClose: () => void }) {
	const { step } = progress.value;
	const holder = useRef<HTMLDivElement>(null);
	const Body = bodies[step];
	useEffect(() => holder.current?.querySelector<HTMLElement>("h3")?.focus(), [step]);
	return (
		<div class="step" ref={holder}>
			<Body onClose={onClose} />
		</div>
	);
}
