import type { AuthorizationServer } from "./authorization-server.ts";
import type { GatewayClient } from "./gateway.ts";
import { createPerson, signIn } from "./person.ts";

/** Where the browser of a login by pasting ends: nothing listens there. */
export const deadPage = "https://vendor.example/authcode";

/** Makes `id` a provider whose people sign in at `server`, and links the account `id:ann@example.com` by pasting. */
export async function linkLogin(
	gateway: GatewayClient,
	server: AuthorizationServer,
	{ id, baseUrl, tokenUrl }: { readonly id: string; readonly baseUrl: string; readonly tokenUrl?: string },
): Promise<string> {
	await gateway.admin("PUT", `/admin/providers/${id}`, { protocol: "openai-chat", baseUrl, models: ["m"] });
	const client = { ...server.oauthClient, redirectUri: deadPage, ...(tokenUrl && { tokenUrl }) };
	await gateway.admin("PUT", `/admin/providers/${id}/oauth-client`, client);
	return signInAt(gateway, id, "ann");
}

/** Signs in by pasting; the linked account's profile id. */
export async function signInAt(gateway: GatewayClient, provider: string, name: string): Promise<string> {
	const login = await gateway.admin<{ id: string; authorizeUrl: string }>("POST", "/admin/logins", { provider, method: "oauth" });
	const end = await signIn(
		createPerson((url) => url.startsWith(deadPage)),
		login.authorizeUrl,
		name,
	);
	const done = await gateway.admin<{ status: string; profileId?: string }>("POST", `/admin/logins/${login.id}/callback`, {
		callback: end.stoppedAt,
	});
	if (done.profileId === undefined) throw new Error(`the login did not end well: ${JSON.stringify(done)}`);
	return done.profileId;
}
