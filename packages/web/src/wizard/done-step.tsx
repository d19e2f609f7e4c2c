import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { address } from "../api/base.ts";
import { renewAddress } from "../linked/addresses.ts";
import { verify } from "../linked/changes.ts";
import { providerOf } from "../linked/data.ts";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { LinkButton } from "../parts/link-button.tsx";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import { OutsideLink } from "../parts/outside-link.tsx";
import { useRun } from "../parts/run.ts";
import { tookText } from "../parts/time.ts";
import { StepFoot } from "./step-foot.tsx";
import { clearDraft, moveTo, progress, providerName } from "./steps.ts";

export function DoneStep({ onClose }: { readonly onClose: () => void }) {
	const { account = "", provider = "", method } = progress.value;
	const dashboard = providerOf(provider)?.dashboardUrl;
	const another = (): void => {
		clearDraft();
		moveTo(method ? "connect" : "method", { account: undefined, login: undefined });
	};
	return (
		<>
			<h3 tabIndex={-1}>
				<code>{account}</code> is linked
			</h3>
			<LiveTest profileId={account} />
			<Example provider={provider} />
			{dashboard && (
				<p class="soft">
					Keys, usage and revoking: <OutsideLink href={dashboard}>{providerName.value}'s dashboard</OutsideLink>
				</p>
			)}
			<StepFoot>
				<Button icon="plus" onClick={another}>
					Add another {providerName.value} account
				</Button>
				<Button look="primary" onClick={onClose}>
					Done
				</Button>
			</StepFoot>
		</>
	);
}

/** One real call with the stored credential, on the way that requests go. */
function LiveTest({ profileId }: { readonly profileId: string }) {
	const run = useRun();
	const took = useSignal<number | null>(null);
	const test = (): void => {
		void run.start(async () => {
			const startedAt = performance.now();
			await verify(profileId);
			took.value = performance.now() - startedAt;
		});
	};
	useEffect(test, []);
	if (run.failure) {
		return (
			<>
				<FailureNotice failure={run.failure} />
				<div class="link-row">
					<Button small onClick={test}>
						Test again
					</Button>
					<LinkButton small href={renewAddress(profileId)}>
						Replace the credential
					</LinkButton>
				</div>
			</>
		);
	}
	return took.value === null ? (
		<Notice tone="info">Live test call to {providerName.value}…</Notice>
	) : (
		<Notice tone="good">
			<strong>Live test call:</strong> {providerName.value} answered in {tookText(took.value)}.
		</Notice>
	);
}

/** The call to make now, through the account that was just linked. */
function Example({ provider }: { readonly provider: string }) {
	const model = providerOf(provider)?.models[0];
	const text = [
		`curl ${address("v1/chat/completions")} \\`,
		'  -H "Authorization: Bearer $SMART_ROUTER_KEY" -H "Content-Type: application/json" \\',
		`  -d '{"model":"${model ? `${provider}/${model}` : "auto"}","messages":[{"role":"user","content":"Say hi"}]}'`,
	].join("\n");
	return (
		<div class="example">
			<pre>
				<code>{text}</code>
			</pre>
			<CopyButton text={text} />
		</div>
	);
}
