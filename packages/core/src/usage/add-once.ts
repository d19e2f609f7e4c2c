import { type Change, eq, type Key, not, type Store, StoreError, set } from "../store/store.ts";

const slots = 16;

/** A request has one slot, by the end of its random id; another request that takes it meanwhile is the only way to count twice. */
const slotOf = (requestId: string): string => `slot${requestId.charCodeAt(requestId.length - 1) % slots}`;
const nonceOf = (requestId: string): string => requestId.slice(-12);

/**
 * Adds a request to a sum, in one atomic update. The item remembers the last request of each of its slots, so that a write which is repeated because its
 * reply was lost, by the SDK or here, counts once. Throws `StoreError`.
 */
export async function addOnce(store: Store, key: Key, requestId: string, changes: readonly Change[]): Promise<void> {
	const slot = slotOf(requestId);
	const nonce = nonceOf(requestId);
	const write = () => store.update(key, [...changes, set([slot], nonce)], not(eq([slot], nonce)));
	try {
		await write();
	} catch (error) {
		if (!(error instanceof StoreError) || error.kind === "invalid") throw error;
		await write();
	}
}
