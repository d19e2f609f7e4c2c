import { randomUUID } from "node:crypto";
import { workspacePk } from "../account/account.ts";
import { readAccount } from "../account/read.ts";
import type { OAuthSetup } from "../provider/oauth-setup.ts";
import { type Key, setIfAbsent } from "../store/store.ts";
import type { LoginDeps } from "./deps.ts";
import type { LoginSession } from "./session.ts";

/** As people will see it at the provider. */
const ourName = "Smart Router";
const hostKey = (workspace: string): Key => ({ pk: workspacePk(workspace), sk: "oauth-host" });

interface ClientToAskWith {
	readonly clientId: string;
	/** What the authorize request carries besides. */
	readonly issue: Readonly<Record<string, string>>;
}

/**
 * The client an authorize request names. The operator's where he has one; else the vendor issues one at the first sign-in (Sign in with ChatGPT,
 * facts `oauth.md` 3a): the first request names a documented constant, later ones of the same account the id that was issued.
 */
export async function issuedClientOf(
	deps: LoginDeps,
	setup: OAuthSetup,
	session: Pick<LoginSession, "workspace" | "profileId">,
): Promise<ClientToAskWith> {
	const { issuedClient } = setup.server.dialect;
	if (setup.client !== undefined || issuedClient === null) return { clientId: setup.clientId, issue: {} };
	const known = session.profileId === null ? undefined : await clientOf(deps, session.workspace, session.profileId);
	const { hostParameter, nameParameter, firstClientId } = issuedClient;
	return {
		clientId: known ?? firstClientId,
		issue: {
			...(known === undefined && { [nameParameter]: ourName }),
			...(hostParameter !== null && { [hostParameter]: await hostId(deps, session.workspace) }),
		},
	};
}

/** Stable and opaque, made before the first sign-in; no secret. */
async function hostId({ store }: LoginDeps, workspace: string): Promise<string> {
	const written = await store.update(hostKey(workspace), [setIfAbsent(["id"], `urn:uuid:${randomUUID()}`)]);
	return written.ok ? String(written.item["id"]) : "";
}

async function clientOf(deps: LoginDeps, workspace: string, profileId: string): Promise<string | undefined> {
	const { gen, credentialVersion: version } = await readAccount(deps, workspace, profileId);
	const opened = await deps.credentials.open({ workspace, gen, profileId, version });
	return opened.ok && opened.secret.kind === "token_set" ? opened.secret.clientId : undefined;
}
