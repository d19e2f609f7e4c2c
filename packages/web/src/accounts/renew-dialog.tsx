import { useSignal } from "@preact/signals";
import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { replaceKey } from "../linked/changes.ts";
import { accountOf, accounts, providerOf } from "../linked/data.ts";
import { Dialog } from "../parts/dialog.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { OutsideLink } from "../parts/outside-link.tsx";
import { useRun } from "../parts/run.ts";
import { SecretField } from "../parts/secret-field.tsx";
import { SubmitFoot } from "../parts/submit-foot.tsx";
import { toast } from "../parts/toast.tsx";
import { SignInAgain } from "../wizard/sign-in-again.tsx";
import type { AddressedDialogProps } from "./account-dialogs.tsx";
import { AccountGone } from "./account-gone.tsx";

/** Gives an account a working credential again; its id, label, statistics and settings stay. */
export function RenewDialog({ name, onClose }: AddressedDialogProps) {
	const account = accountOf(name);
	if (!accounts.value) return null;
	if (!account) return <AccountGone name={name} onClose={onClose} />;
	return account.method === "api_key" ? (
		<NewKey account={account} onClose={onClose} />
	) : (
		<SignInAgain account={account} onClose={onClose} />
	);
}

function NewKey({ account, onClose }: { readonly account: AccountView; readonly onClose: () => void }) {
	const key = useSignal("");
	const run = useRun();
	const provider = providerOf(account.provider);
	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		if (!(await run.start(() => replaceKey(account.profileId, key.value)))) return;
		onClose();
		toast(`${account.profileId} has a new key. It was verified with a real call.`);
	};
	return (
		<Dialog title={`Replace the key of ${account.profileId}`} onClose={onClose} keepOpen>
			<form onSubmit={onSubmit} class="form">
				<p>The new key is checked with a real call, then takes the old one's place. Label, settings and usage stay.</p>
				<SecretField label="New API key" value={key.value} onInput={(value) => (key.value = value)} />
				{provider?.dashboardUrl && (
					<p class="soft">
						<OutsideLink href={provider.dashboardUrl}>Create a key at {provider.name}</OutsideLink>
					</p>
				)}
				<FailureNotice failure={run.failure} />
				<SubmitFoot words={["Verify and replace", "Verifying…"]} busy={run.busy} disabled={key.value === ""} onCancel={onClose} />
			</form>
		</Dialog>
	);
}
