import type { AccountView, UpdateAccountInput } from "@smart-router/core/account/account.schema.ts";
import { useState } from "preact/hooks";
import { renewAddress } from "../linked/addresses.ts";
import { readAccount, updateAccount } from "../linked/changes.ts";
import { accountOf, accounts, providerOf } from "../linked/data.ts";
import { Dialog } from "../parts/dialog.tsx";
import { useForm } from "../parts/form.ts";
import { LinkButton } from "../parts/link-button.tsx";
import { listOf, listOrNull, textOfList } from "../parts/list-text.ts";
import { OutsideLink } from "../parts/outside-link.tsx";
import { SaveFailure } from "../parts/save-failure.tsx";
import { SubmitFoot } from "../parts/submit-foot.tsx";
import { TextField } from "../parts/text-field.tsx";
import { useEdition } from "../parts/use-edition.ts";
import type { AddressedDialogProps } from "./account-dialogs.tsx";
import { AccountGone } from "./account-gone.tsx";
import { renewWord } from "./remedy.tsx";

export function EditDialog({ name, onClose }: AddressedDialogProps) {
	const account = accountOf(name);
	const { edition, reload } = useEdition(() => readAccount(name));
	if (!accounts.value) return null;
	if (!account) return <AccountGone name={name} onClose={onClose} />;
	return <EditForm key={edition} account={account} reload={reload} onClose={onClose} />;
}

interface EditFormProps {
	readonly account: AccountView;
	readonly reload: () => Promise<void>;
	readonly onClose: () => void;
}

const textsOf = ({ displayName, tags, priority, models, maxConcurrency }: AccountView) => ({
	displayName: displayName ?? "",
	tags: textOfList(tags),
	priority: String(priority),
	models: textOfList(models),
	maxConcurrency: maxConcurrency === null ? "" : String(maxConcurrency),
});

const changesOf = (texts: ReturnType<typeof textsOf>): UpdateAccountInput => ({
	displayName: texts.displayName.trim() || null,
	tags: listOf(texts.tags),
	priority: Number(texts.priority),
	models: listOrNull(texts.models),
	maxConcurrency: texts.maxConcurrency === "" ? null : Number(texts.maxConcurrency),
});

function EditForm({ account, reload, onClose }: EditFormProps) {
	const { profileId } = account;
	// The list behind the dialog goes on changing: what is saved is a change of what the form began with.
	const [{ revision }] = useState(account);
	const { texts, run, rest, field } = useForm(textsOf(account));
	const provider = providerOf(account.provider);

	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		if (await run.start(() => updateAccount(profileId, changesOf(texts), revision))) onClose();
	};

	return (
		<Dialog title={`Edit ${profileId}`} onClose={onClose} keepOpen>
			<form onSubmit={onSubmit} class="form">
				<TextField label="Display name" {...field("displayName")} hint="For people; the label stays what callers see." />
				<TextField label="Tags" {...field("tags")} hint="Separated by commas." />
				<div class="field-row">
					<TextField label="Priority" type="number" min={0} required {...field("priority")} hint="Lower goes first under failover-only." />
					<TextField
						label="Concurrency cap"
						type="number"
						min={1}
						max={500}
						{...field("maxConcurrency")}
						hint="Requests it serves at the same time. Empty: no cap."
					/>
				</div>
				<TextField label="Models" mono {...field("models")} hint="Model ids this account may serve, separated by commas. Empty: all." />
				<p class="soft">
					Calls go to <code>{account.baseUrl}</code>.{" "}
					{provider?.dashboardUrl && <OutsideLink href={provider.dashboardUrl}>Keys, usage and revoking at {provider.name}</OutsideLink>}
				</p>
				<SaveFailure failure={rest} onReload={() => void run.start(reload)} />
				<SubmitFoot
					words={["Save", "Saving…"]}
					busy={run.busy}
					onCancel={onClose}
					before={
						<LinkButton look="quiet" href={renewAddress(profileId)}>
							{renewWord(account)}
						</LinkButton>
					}
				/>
			</form>
		</Dialog>
	);
}
