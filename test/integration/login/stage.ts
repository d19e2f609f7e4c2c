import { type AuthorizationServer, startAuthorizationServer } from "../../support/authorization-server.ts";
import type { InvokeResult } from "../../support/invoke.ts";
import { createPerson, type Person, signIn } from "../../support/person.ts";
import { openStage, type Stage, type StageOptions } from "../admin/stage.ts";

export interface Login {
	readonly id: string;
	readonly status: string;
	readonly authorizeUrl?: string;
	readonly redirectUri?: string;
	readonly userCode?: string;
	readonly verificationUrl?: string;
	readonly verificationUrlComplete?: string;
	readonly profileId?: string;
	readonly interval: number;
	readonly expiresAt: string;
	readonly error?: { readonly code: string; readonly message: string; readonly hint: string | null };
}

/** A stage with the custom provider `corp`, whose people sign in at an authorization server of its own. */
export interface LoginStage extends Stage {
	readonly server: AuthorizationServer;
	start(fields?: Readonly<Record<string, unknown>>): Promise<Login>;
	look(id: string): Promise<Login>;
	/** A browser's request, with the cookies it has of the gateway. */
	visit(method: "GET" | "POST", path: string, options?: Visit): Promise<InvokeResult>;
	/** Goes from a login's link over the provider back to the callback's address, which is not opened yet. */
	signIn(login: Login, name: string, browser?: Browser): Promise<string>;
	labels(): Promise<string[]>;
}

export interface Visit {
	readonly browser?: Browser;
	readonly form?: Readonly<Record<string, string>>;
	readonly headers?: Readonly<Record<string, string>>;
}

/** The cookies a browser keeps of the gateway. */
export type Browser = Map<string, string>;

export const host = "gw.example";
export const callback = `https://${host}/login/corp/callback`;

export async function openLoginStage(client: Readonly<Record<string, unknown>> = {}, options: StageOptions = {}): Promise<LoginStage> {
	const stage = await openStage(options);
	const server = await startAuthorizationServer({ redirectUris: [callback] });
	await stage.ok("PUT", "/admin/providers/corp", { protocol: "openai-chat", baseUrl: `${stage.upstream.origin}/v1`, models: ["m"] });
	await stage.ok("PUT", "/admin/providers/corp/oauth-client", { ...server.oauthClient, ...client });

	const visit: LoginStage["visit"] = async (method, path, { browser = new Map(), form, headers = {} } = {}) => {
		const cookie = [...browser].map(([name, value]) => `${name}=${value}`).join("; ");
		const result = await stage.call(method, path, {
			key: null,
			headers: { host, origin: `https://${host}`, ...(cookie && { cookie }), ...headers },
			...(form && { body: new URLSearchParams(form).toString() }),
		});
		const [pair = ""] = (result.headers["set-cookie"] ?? "").split(";");
		if (pair !== "") browser.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
		return result;
	};

	return {
		...stage,
		server,
		visit,
		start: (fields) =>
			stage.call("POST", "/admin/logins", { headers: { host }, body: { provider: "corp", method: "oauth", ...fields } }).then(json),
		look: (id) => stage.call("GET", `/admin/logins/${id}`, { headers: { host } }).then(json),
		async signIn(login, name, browser = new Map()) {
			const confirmed = await visit("POST", pathOf(login.authorizeUrl ?? ""), { browser, form: { confirm: "yes" } });
			return returnOf(nextOf(confirmed), name);
		},
		async labels() {
			const { data } = await stage.ok<{ data: { profileId: string }[] }>("GET", "/admin/accounts");
			return data.map(({ profileId }) => profileId);
		},
		async close() {
			await stage.close();
			await server.close();
		},
	};
}

function json(result: InvokeResult): Login {
	if (result.status >= 300) throw new Error(`${result.status}: ${result.body}`);
	return result.json<Login>();
}

export const pathOf = (url: string): string => url.slice(new URL(url).origin.length);

/** Where the page "On to …" leads. */
export function nextOf(page: InvokeResult): string {
	const found = /<a class="act" href="([^"]+)"/.exec(page.body)?.[1];
	if (found === undefined) throw new Error(`no way on: ${page.status} ${page.body}`);
	return found.replaceAll("&amp;", "&");
}

/** Signs in at the provider; the address to which it sends the browser back. */
export async function returnOf(providerUrl: string, name: string, person: Person = personOfGateway()): Promise<string> {
	const end = await signIn(person, providerUrl, name);
	if (end.stoppedAt === undefined) throw new Error(`did not come back: ${end.status} ${end.url} ${end.body.slice(0, 500)}`);
	return end.stoppedAt;
}

export const personOfGateway = (): Person => createPerson((url) => !url.startsWith("http://127.0.0.1:") || /\/callback\b/.test(url));
