import type { Clock } from "../clock.ts";
import { atRevision, type Expected, requireRevision, updateRevised } from "../revision.ts";
import { setFields } from "../store/set-fields.ts";
import { type Store, set } from "../store/store.ts";
import type { UpdateAccountInput } from "./account.schema.ts";
import { type Account, sameLife, toAccount } from "./account.ts";
import { accountNotFound } from "./profile-id.ts";
import { readAccount } from "./read.ts";

/** Changes the settings that are given and nothing else. Throws `GatewayError` account_not_found, precondition_failed. */
export async function updateAccount(
	deps: { readonly store: Store; readonly clock: Clock },
	workspace: string,
	profileId: string,
	input: UpdateAccountInput,
	expected?: Expected,
): Promise<Account> {
	const account = await readAccount(deps, workspace, profileId);
	const changes = [...setFields(input), set(["updatedAt"], deps.clock())];
	const written = await updateRevised(deps, account, changes, atRevision(expected, sameLife(account)));
	if (!written.ok) {
		if (written.current) requireRevision(written.current, expected);
		throw accountNotFound();
	}
	return toAccount(written.item);
}
