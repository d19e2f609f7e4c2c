import { useSignal } from "@preact/signals";
import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { renewAddress } from "../linked/addresses.ts";
import { updateAccount } from "../linked/changes.ts";
import { accountOf, accounts, providerOf } from "../linked/data.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { DialogFoot } from "../parts/dialog-foot.tsx";
import { LinkButton } from "../parts/link-button.tsx";
import { listOf, listOrNull, textOfList } from "../parts/list-text.ts";
import { FailureNotice } from "../parts/notice.tsx";
import { OutsideLink } from "../parts/outside-link.tsx";
import { useRun } from "../parts/run.ts";
import { TextField } from "../parts/text-field.tsx";
import type { AddressedDialogProps } from "./account-dialogs.tsx";
import { Gone } from "./gone.tsx";
import { renewWord } from "./remedy.tsx";

export function EditDialog({ name, onClose }: AddressedDialogProps) {
	const account = accountOf(name);
	if (!accounts.value) return null;
	return account ? <EditForm account={account} onClose={onClose} /> : <Gone name={name} onClose={onClose} />;
}

function EditForm({ account, onClose }: { readonly account: AccountView; readonly onClose: () => void }) {
	const displayName = useSignal(account.displayName ?? "");
	const tags = useSignal(textOfList(account.tags));
	const priority = useSignal(String(account.priority));
	const models = useSignal(textOfList(account.models));
	const run = useRun();
	const provider = providerOf(account.provider);
	const wrong = (param: string): string | null => (run.failure?.param?.startsWith(param) ? run.failure.message : null);

	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		const changes = {
			displayName: displayName.value.trim() || null,
			tags: listOf(tags.value),
			priority: Number(priority.value),
			models: listOrNull(models.value),
		};
		if (await run.start(() => updateAccount(account.profileId, changes))) onClose();
	};

	return (
		<Dialog title={`Edit ${account.profileId}`} onClose={onClose} keepOpen>
			<form onSubmit={onSubmit} class="form">
				<TextField
					label="Display name"
					value={displayName.value}
					onInput={(value) => (displayName.value = value)}
					error={wrong("displayName")}
					hint="For people; the label stays what callers see."
				/>
				<TextField
					label="Tags"
					value={tags.value}
					onInput={(value) => (tags.value = value)}
					error={wrong("tags")}
					hint="Separated by commas."
				/>
				<TextField
					label="Priority"
					type="number"
					min={0}
					value={priority.value}
					onInput={(value) => (priority.value = value)}
					error={wrong("priority")}
					hint="Lower goes first under failover-only."
				/>
				<TextField
					label="Models"
					mono
					value={models.value}
					onInput={(value) => (models.value = value)}
					error={wrong("models")}
					hint="Model ids this account may serve, separated by commas. Empty: all."
				/>
				<p class="soft">
					Calls go to <code>{account.baseUrl}</code>.{" "}
					{provider?.dashboardUrl && <OutsideLink href={provider.dashboardUrl}>Keys, usage and revoking at {provider.name}</OutsideLink>}
				</p>
				{run.failure && !run.failure.param && <FailureNotice failure={run.failure} />}
				<DialogFoot
					before={
						<LinkButton look="quiet" href={renewAddress(account.profileId)}>
							{renewWord(account)}
						</LinkButton>
					}
				>
					<Button onClick={onClose}>Cancel</Button>
					<Button look="primary" type="submit" busy={run.busy}>
						{run.busy ? "Saving…" : "Save"}
					</Button>
				</DialogFoot>
			</form>
		</Dialog>
	);
}
