import { useSignal } from "@preact/signals";
import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { useState } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { useForm } from "../parts/form.ts";
import { SaveFailure } from "../parts/save-failure.tsx";
import { SwitchField } from "../parts/switch-field.tsx";
import { TextField } from "../parts/text-field.tsx";
import { toast } from "../parts/toast.tsx";
import { putProvider } from "./changes.ts";

interface AddressFormProps {
	readonly provider: ProviderView;
	/** Begins the form anew with what is saved. */
	readonly reload: () => Promise<void>;
}

/** Where a provider lies, and whether people's plans may be used. */
export function AddressForm({ provider, reload }: AddressFormProps) {
	// What is saved is a change of what the form began with.
	const [before] = useState(provider);
	const { texts, run, rest, field } = useForm({ baseUrl: before.baseUrl });
	const plansBefore = before.oauth?.subscriptionLogins ?? false;
	const plans = useSignal(plansBefore);
	const baseUrl = texts.baseUrl.trim();
	const changes = {
		...(baseUrl !== before.baseUrl && { baseUrl: baseUrl || null }),
		...(plans.value !== plansBefore && { subscriptionLogins: plans.value }),
	};

	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		if (!(await run.start(() => putProvider(before.id, changes, before.revision)))) return;
		toast(`${before.name} was saved.`);
		await reload();
	};
	return (
		<form class="form" onSubmit={onSubmit} aria-label="Address">
			<TextField
				label="Base URL"
				mono
				{...field("baseUrl")}
				hint={`For new accounts; a linked one keeps the address its credential is bound to.${before.custom ? "" : " Empty: the built-in address."}`}
			/>
			{before.oauth?.needsSubscriptionLogins && (
				<SwitchField
					label="Allow logins with a person's plan"
					on={plans.value}
					onChange={(on) => (plans.value = on)}
					hint="The provider's terms restrict them: read the note above before you allow it."
				/>
			)}
			{rest && <SaveFailure failure={rest} onReload={() => void reload()} />}
			<div>
				<Button type="submit" busy={run.busy} disabled={Object.keys(changes).length === 0}>
					Save
				</Button>
			</div>
		</form>
	);
}
