import { removeAccount } from "../linked/changes.ts";
import { accountOf, accounts, providerOf } from "../linked/data.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { DialogFoot } from "../parts/dialog-foot.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { OutsideLink } from "../parts/outside-link.tsx";
import { useRun } from "../parts/run.ts";
import { toast } from "../parts/toast.tsx";
import type { AddressedDialogProps } from "./account-dialogs.tsx";
import { AccountGone } from "./account-gone.tsx";

export function DeleteDialog({ name: profileId, onClose }: AddressedDialogProps) {
	const run = useRun();
	const account = accountOf(profileId);
	if (!accounts.value) return null;
	if (!account) return <AccountGone name={profileId} onClose={onClose} />;
	const provider = providerOf(account.provider);
	const onDelete = async (): Promise<void> => {
		const done = await run.start(() => removeAccount(profileId));
		if (!done) return;
		onClose();
		toast(`${profileId} was removed. Its past usage stays.`);
	};
	return (
		<Dialog title={`Delete ${profileId}?`} onClose={onClose}>
			<p>
				The account and its sealed credential are removed from this gateway; no request will use it again.
				<strong> Removing an account doesn't affect past session data:</strong> its usage and requests stay.
			</p>
			{provider?.dashboardUrl && (
				<p class="soft">
					The {account.method === "api_key" ? "key" : "access"} itself stays valid at {provider.name}:{" "}
					<OutsideLink href={provider.dashboardUrl}>revoke it there</OutsideLink>
				</p>
			)}
			<FailureNotice failure={run.failure} />
			<DialogFoot>
				<Button onClick={onClose}>Cancel</Button>
				<Button look="danger" icon="trash" busy={run.busy} onClick={onDelete}>
					{run.busy ? "Deleting…" : "Delete account"}
				</Button>
			</DialogFoot>
		</Dialog>
	);
}
