import { createHash, createHmac, hkdfSync } from "node:crypto";
import { workspacePk } from "../account/account.ts";
import type { Principal } from "../api-key/principal.ts";
import type { Clock } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import { randomId } from "../id.ts";
import { open, seal } from "../keys/seal.ts";
import { eq, type Item, type Key, le, notExists, or, type Store, set } from "../store/store.ts";

interface Deps {
	readonly store: Store;
	readonly clock: Clock;
}

/** A request that must have its effect once, however often it comes. */
export interface OnceRequest {
	readonly principal: Principal;
	/** The caller's own API key in clear, which nothing stores. */
	readonly proof: string;
	/** The client's `Idempotency-Key`. */
	readonly idempotencyKey: string;
	/** All of the request that decides what it does; another text under the same key is a mistake. */
	readonly request: string;
}

export interface OnceAnswer {
	/** What `run` gave, now or the first time. */
	readonly text: string;
	readonly replayed: boolean;
}

/** An answer is kept so long. */
const keptMs = 24 * 3600_000;
/** Longer than a function lives: whoever holds a key beyond it has died. */
const runningMs = 15 * 60_000;
/** An item holds 400 KB; a longer answer is not kept, and the key is free again. */
const maxKeptLength = 200_000;

/**
 * Runs a request at most once under its `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07) and gives its answer again to whoever sends
 * it again within 24 h. Nothing of request or answer is stored in clear: both lie under a key that is derived from the caller's API key, of which the
 * table has only a hash. A request that failed is not kept: it may be sent again under the same key.
 * Throws `GatewayError` idempotency_mismatch, idempotency_in_progress, and whatever `run` throws.
 */
export async function once(deps: Deps, asked: OnceRequest, run: () => Promise<string>): Promise<OnceAnswer> {
	const place = placeOf(asked);
	const keys = keysOf(asked, place);
	const fingerprint = createHmac("sha256", keys.fingerprint).update(asked.request).digest("base64");
	const id = randomId("once");
	const earlier = await begin(deps, { ...place, id, fingerprint });
	if (earlier) return { text: answerOf(earlier, fingerprint, keys.seal), replayed: true };
	try {
		const text = await run();
		await keep(deps, { place, id, text, sealed: seal(Buffer.from(text), keys.seal, place.sk) });
		return { text, replayed: false };
	} catch (error) {
		// What was not done may be tried again; when this fails too, the key is free after a while.
		await deps.store.remove(place, eq(["id"], id)).catch(() => undefined);
		throw error;
	}
}

const placeOf = ({ principal: { workspace, keyId }, idempotencyKey }: OnceRequest): Key => ({
	pk: `${workspacePk(workspace)}#once`,
	sk: `${keyId}#${createHash("sha256").update(idempotencyKey).digest("base64url")}`,
});

/** HKDF (RFC 5869) over the caller's API key, another pair for every place. */
function keysOf({ proof }: OnceRequest, { pk, sk }: Key): { readonly seal: Uint8Array; readonly fingerprint: Uint8Array } {
	const bytes = new Uint8Array(hkdfSync("sha256", proof, `${pk} ${sk}`, "idempotency", 64));
	return { seal: bytes.subarray(0, 32), fingerprint: bytes.subarray(32) };
}

/** Takes the key for this run; the item of whoever has it already, undefined when it was free or its time is over. */
async function begin(
	{ store, clock }: Deps,
	facts: Key & { readonly id: string; readonly fingerprint: string },
): Promise<Item | undefined> {
	const now = clock();
	const until = now + runningMs;
	const begun = await store.put({ ...facts, until, ttl: Math.ceil(until / 1000) }, or(notExists("pk"), le(["until"], now)));
	// A condition may fail on our own write, whose reply was lost and that was sent again.
	return begun.ok || begun.current?.["id"] === facts.id ? undefined : begun.current;
}

function answerOf(earlier: Item, fingerprint: string, key: Uint8Array): string {
	if (earlier["fingerprint"] !== fingerprint) {
		throw new GatewayError("idempotency_mismatch", "This Idempotency-Key came with another request before.", {
			param: "Idempotency-Key",
			hint: "Use a new key for a new request; a repeated one must be the same in method, path, query and body.",
		});
	}
	if (typeof earlier["answer"] === "string") return open(earlier["answer"], key, earlier.sk).toString("utf8");
	throw new GatewayError("idempotency_in_progress", "A request with this Idempotency-Key is still running.", {
		param: "Idempotency-Key",
		hint: "Send it again in a moment.",
		retryAfter: 1,
	});
}

interface Kept {
	readonly place: Key;
	readonly id: string;
	readonly text: string;
	readonly sealed: string;
}

/** The change is made by now: when its answer cannot be kept, the caller gets it all the same. */
async function keep({ store, clock }: Deps, { place, id, text, sealed }: Kept): Promise<void> {
	const until = clock() + keptMs;
	const changes = [set(["answer"], sealed), set(["until"], until), set(["ttl"], Math.ceil(until / 1000))];
	const kept = text.length > maxKeptLength ? store.remove(place, eq(["id"], id)) : store.update(place, changes, eq(["id"], id));
	await kept.catch(() => undefined);
}
