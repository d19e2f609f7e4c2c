import type { Clock } from "../clock.ts";
import { type Store, set } from "../store/store.ts";
import type { UpdateAccountInput } from "./account.schema.ts";
import { type Account, sameLife, toAccount } from "./account.ts";
import { accountNotFound } from "./profile-id.ts";
import { readAccount } from "./read.ts";
import { setFields } from "./set-fields.ts";

/** Changes the settings that are given and nothing else. Throws `GatewayError` account_not_found. */
export async function updateAccount(
	deps: { readonly store: Store; readonly clock: Clock },
	workspace: string,
	profileId: string,
	input: UpdateAccountInput,
): Promise<Account> {
	const account = await readAccount(deps, workspace, profileId);
	const { maxConcurrency: _refused, ...settings } = input;
	const changes = setFields(settings);
	const written = await deps.store.update(account, [...changes, set(["updatedAt"], deps.clock())], sameLife(account));
	if (!written.ok) throw accountNotFound();
	return toAccount(written.item);
}
