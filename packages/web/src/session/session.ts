import { computed, signal } from "@preact/signals";
import type { SessionView } from "@smart-router/core/api-key/session.schema.ts";
import { request, signedOut } from "../api/request.ts";

export type Scope = SessionView["scopes"][number];

/** Who is signed in: undefined until the gateway was asked, null when nobody is. */
export const session = signal<SessionView | null | undefined>(undefined);

const path = "admin/session";
/** Says only that it is worth asking; who is signed in, the gateway knows by a cookie that no script can read. */
const visited = "smart-router-visited";

/** Somebody signed out of this document before. */
let hasEnded = false;

/** Asks the gateway who this browser is. Throws `Failure` when it does not answer. */
export async function readSession(): Promise<void> {
	if (localStorage.getItem(visited) === null) {
		session.value = null;
		return;
	}
	try {
		session.value = await request<SessionView>("GET", path);
		signedOut.value = false;
	} catch (error) {
		if (!signedOut.value) throw error;
		session.value = null;
	}
}

/** The key leaves this function in one header and is kept nowhere. Throws `Failure`. */
export async function signIn(key: string): Promise<void> {
	const begun = await request<SessionView>("POST", path, { headers: { authorization: `Bearer ${key}` } });
	localStorage.setItem(visited, "yes");
	// What this document read with another key is not for this one to see.
	if (session.value !== null || hasEnded) return location.reload();
	session.value = begun;
	signedOut.value = false;
}

/** Throws `Failure`. */
export async function signOut(): Promise<void> {
	await request("DELETE", path);
	hasEnded = true;
	session.value = null;
	localStorage.removeItem(visited);
}

/** Whether the key that is signed in has this scope; `admin` has them all. */
export const has = (scope: Scope): boolean => session.value?.scopes.some((own) => own === scope || own === "admin") ?? false;

export const mayWrite = computed(() => has("accounts:write"));
export const isAdmin = computed(() => has("admin"));
