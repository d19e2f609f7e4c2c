import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { cooldownAddress, deleteAddress, editAddress } from "../linked/addresses.ts";
import { setEnabled, verify } from "../linked/changes.ts";
import { IconButton } from "../parts/button.tsx";
import { IconLink } from "../parts/link-button.tsx";
import type { Run } from "../parts/run.ts";

/** What can always be done with an account. */
export function RowActions({ account, run }: { readonly account: AccountView; readonly run: Run }) {
	const { profileId, enabled, label } = account;
	const start = (work: () => Promise<void>) => (): void => void run.start(work);
	return (
		<fieldset class="row-actions" aria-label={`Actions for ${label}`}>
			<IconButton icon="shield" label={`Verify ${label}`} busy={run.busy} onClick={start(() => verify(profileId))} />
			<IconButton
				icon={enabled ? "pause" : "play"}
				label={`${enabled ? "Pause" : "Resume"} ${label}`}
				busy={run.busy}
				onClick={start(() => setEnabled(profileId, !enabled))}
			/>
			<IconLink icon="clock" label={`Set cooldown of ${label}`} href={cooldownAddress(profileId)} />
			<IconLink icon="edit" label={`Edit ${label}`} href={editAddress(profileId)} />
			<IconLink icon="trash" label={`Delete ${label}`} href={deleteAddress(profileId)} danger />
		</fieldset>
	);
}
