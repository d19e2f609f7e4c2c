import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { IconLink, LinkButton } from "../parts/link-button.tsx";
import type { Run } from "../parts/run.ts";
import { deleteAddress, editAddress, renewAddress } from "./addresses.ts";
import { clearCooldown, setEnabled, verify } from "./changes.ts";

/** What can be done with one account; the one that helps now comes first, in words. */
export function RowActions({ account, run }: { readonly account: AccountView; readonly run: Run }) {
	const { profileId, enabled, label } = account;
	const start = (work: () => Promise<void>) => (): void => void run.start(work);
	return (
		<div class="row-actions" role="group" aria-label={`Actions for ${label}`}>
			<Remedy account={account} run={run} />
			<IconButton icon="shield" label={`Verify ${label}`} busy={run.busy} onClick={start(() => verify(profileId))} />
			<IconButton
				icon={enabled ? "pause" : "play"}
				label={`${enabled ? "Pause" : "Resume"} ${label}`}
				busy={run.busy}
				onClick={start(() => setEnabled(profileId, !enabled))}
			/>
			<IconLink icon="edit" label={`Edit ${label}`} href={editAddress(profileId)} />
			<IconLink icon="trash" label={`Delete ${label}`} href={deleteAddress(profileId)} danger />
		</div>
	);
}

function Remedy({ account, run }: { readonly account: AccountView; readonly run: Run }) {
	const { profileId, status, method, cooldowns } = account;
	if (status === "expired" || status === "error") {
		return (
			<LinkButton small href={renewAddress(profileId)}>
				{method === "api_key" ? "Replace key" : "Re-authenticate"}
			</LinkButton>
		);
	}
	if (cooldowns.length > 0 && status !== "disabled") {
		return (
			<Button small busy={run.busy} onClick={() => void run.start(() => clearCooldown(profileId))}>
				Clear cooldown
			</Button>
		);
	}
	return null;
}
