import { parseJson } from "@smart-router/llm/chat/json.ts";
import type { Json, JsonObject } from "@smart-router/llm/chat/request.ts";
import { loadBody, onboardBody, readLoaded, readOnboarded } from "@smart-router/llm/providers/code-assist-project.ts";
import { authHeaders, codeAssistCall } from "@smart-router/llm/providers/endpoints.ts";
import type { Provider } from "@smart-router/llm/providers/provider.ts";
import { withToken } from "@smart-router/llm/providers/token-form.ts";
import { askProvider } from "@smart-router/llm/transport/ask-provider.ts";
import { type HttpClient, HttpError } from "@smart-router/llm/transport/http.ts";
import type { TokenSet } from "../credential/credential.ts";
import { reveal, withoutSecret } from "../credential/secret.ts";

export interface DiscoverDeps {
	readonly http: HttpClient;
	/** Resolves after so many milliseconds. */
	readonly wait: (ms: number) => Promise<void>;
}

export type Discovered =
	| { readonly ok: true; readonly project: string }
	/** `refused`: the provider answered, and it was no; else nobody did. */
	| { readonly ok: false; readonly refused: boolean; readonly text: string };

type Told = { readonly status: number; readonly body: Json | undefined } | { readonly status: 0; readonly text: string };

const limits = { timeoutMs: 15_000, maxBytes: 1024 * 1024 };
const onboardTries = 5;
const onboardEveryMs = 2_000;

/** The project that Google gives to an account, made where there is none yet: asked for once, at the login. Never throws for what a provider does. */
export async function discoverProject(deps: DiscoverDeps, provider: Provider, tokens: TokenSet): Promise<Discovered> {
	const hosts = [tokens.baseUrl, ...tokens.otherBaseUrls];
	// The last host is the settled one, which knows all accounts; new ones are made at the first (facts `antigravity.md`).
	const loaded = await askAny(deps, provider, tokens, hosts.toReversed(), "loadCodeAssist", loadBody);
	if (loaded.status !== 200 || !("body" in loaded)) return refusal(loaded);
	const told = readLoaded(loaded.body);
	if (told.kind === "project") return { ok: true, project: told.project };
	if (told.kind === "ineligible") return { ok: false, refused: true, text: `the account may not use it: ${told.text}` };
	for (let tries = 1; ; tries++) {
		const onboarded = await askAny(deps, provider, tokens, hosts, "onboardUser", onboardBody(told.tierId));
		if (onboarded.status !== 200 || !("body" in onboarded)) return refusal(onboarded);
		const project = readOnboarded(onboarded.body);
		if (project !== undefined) return { ok: true, project };
		if (tries === onboardTries)
			return { ok: false, refused: false, text: "the provider is still setting the account up: try again in a minute" };
		await deps.wait(onboardEveryMs);
	}
}

const refusal = (told: Told): Discovered =>
	"text" in told
		? { ok: false, refused: false, text: told.text }
		: { ok: false, refused: told.status < 500, text: `HTTP ${told.status} when asked for the account's project` };

/** The first host that answers, and not with a fault of its own. */
async function askAny(
	deps: DiscoverDeps,
	provider: Provider,
	tokens: TokenSet,
	hosts: readonly string[],
	method: "loadCodeAssist" | "onboardUser",
	body: JsonObject,
): Promise<Told> {
	let told: Told = { status: 0, text: "no address to ask at" };
	for (const host of hosts) {
		told = await ask(deps, provider, tokens, host, method, body);
		if (told.status > 0 && told.status < 500 && told.status !== 404) return told;
	}
	return told;
}

async function ask(
	{ http }: DiscoverDeps,
	provider: Provider,
	{ accessToken }: TokenSet,
	host: string,
	method: "loadCodeAssist" | "onboardUser",
	body: JsonObject,
): Promise<Told> {
	const asked = withToken(provider);
	const call = codeAssistCall(asked, host, method, body);
	const headers = {
		...call.headers,
		...authHeaders(asked, reveal(accessToken)),
		"content-type": "application/json",
		accept: "application/json",
	};
	try {
		const { status, text } = await askProvider(
			http,
			{ method: call.method, url: call.url, headers, body: JSON.stringify(call.body) },
			limits,
		);
		return { status, body: parseJson(withoutSecret(text, accessToken)) };
	} catch (error) {
		if (error instanceof HttpError) return { status: 0, text: error.message };
		throw error;
	}
}
