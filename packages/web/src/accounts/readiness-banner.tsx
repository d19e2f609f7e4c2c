import { addAddress, renewAddress } from "../linked/addresses.ts";
import { setEnabled } from "../linked/changes.ts";
import { accountOf, accounts, providerOf } from "../linked/data.ts";
import { Button } from "../parts/button.tsx";
import { Countdown } from "../parts/countdown.tsx";
import { LinkButton } from "../parts/link-button.tsx";
import { Notice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { mayWrite } from "../session/session.ts";
import { readinessOf, type Step } from "./readiness.ts";
import { renewWord } from "./remedy.tsx";

export function ReadinessBanner() {
	const readiness = readinessOf(accounts.value ?? [], (id) => providerOf(id)?.name ?? id);
	if (!readiness) return null;
	const { tone, title, text, until, step } = readiness;
	return (
		<section class="readiness" aria-label="Readiness">
			<Notice tone={tone} action={mayWrite.value && <NextStep step={step} />}>
				<strong>{title}</strong>{" "}
				<span>
					{text} {until && <Countdown until={until} />}
				</span>
			</Notice>
		</section>
	);
}

function NextStep({ step }: { readonly step: Step }) {
	const run = useRun();
	switch (step.kind) {
		case "none":
			return null;
		case "add":
			return (
				<LinkButton small href={addAddress(step.provider)} icon="plus">
					Add Account
				</LinkButton>
			);
		case "renew":
			return (
				<LinkButton small href={renewAddress(step.profileId)}>
					{renewWord(accountOf(step.profileId) ?? { method: "api_key" })}
				</LinkButton>
			);
		case "resume":
			return (
				<Button small icon="play" busy={run.busy} onClick={() => void run.start(() => setEnabled(step.profileId, true))}>
					Resume {step.profileId}
				</Button>
			);
	}
}
