import { eq, type Store, set } from "../store/store.ts";
import { readSession } from "./session.ts";
import { userCodeKey } from "./user-code.ts";

/** Ends a login that is going on; one that is over stays as it is. Throws `GatewayError` not_found. */
export async function cancelLogin({ store }: { readonly store: Store }, workspace: string, id: string): Promise<void> {
	const session = await readSession({ store }, workspace, id);
	await store.update(session, [set(["status"], "cancelled")], eq(["status"], "pending"));
	if (session.way === "bridged" && session.userCode !== null) await store.remove(userCodeKey(session.userCode));
}
