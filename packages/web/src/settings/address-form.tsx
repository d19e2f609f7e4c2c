import { useSignal } from "@preact/signals";
import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { Button } from "../parts/button.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { SwitchField } from "../parts/switch-field.tsx";
import { TextField } from "../parts/text-field.tsx";
import { toast } from "../parts/toast.tsx";
import { putProvider } from "./changes.ts";

/** Where a provider lies, and whether people's plans may be used. */
export function AddressForm({ provider }: { readonly provider: ProviderView }) {
	const baseUrl = useSignal(provider.baseUrl);
	const plans = useSignal(provider.oauth?.subscriptionLogins ?? false);
	const run = useRun();
	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		const changes = {
			...(baseUrl.value !== provider.baseUrl && { baseUrl: baseUrl.value }),
			...(provider.oauth?.needsSubscriptionLogins && { subscriptionLogins: plans.value }),
		};
		if (await run.start(() => putProvider(provider.id, changes))) toast(`${provider.name} was saved.`);
	};
	return (
		<form class="form" onSubmit={onSubmit}>
			<TextField
				label="Base URL"
				mono
				value={baseUrl.value}
				onInput={(value) => (baseUrl.value = value)}
				error={run.failure?.param === "baseUrl" ? run.failure.message : null}
				hint="For new accounts. A linked account keeps the address its credential is bound to."
			/>
			{provider.oauth?.needsSubscriptionLogins && (
				<SwitchField
					label="Allow logins with a person's plan"
					on={plans.value}
					onChange={(on) => (plans.value = on)}
					hint="The provider's terms restrict them: read the note above before you allow it."
				/>
			)}
			{run.failure && run.failure.param !== "baseUrl" && <FailureNotice failure={run.failure} />}
			<div>
				<Button type="submit" busy={run.busy}>
					Save
				</Button>
			</div>
		</form>
	);
}
