import { randomBytes } from "node:crypto";
import { ensureFirstKey } from "@smart-router/core/api-key/first-key.ts";
import { createHttpClient } from "@smart-router/core/http/client.ts";
import { canonicalContext } from "@smart-router/core/keys/context.ts";
import { type Keys, KeysError } from "@smart-router/core/keys/keys.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import { createAdmin } from "@smart-router/functions/admin/admin.ts";
import { createLogin } from "@smart-router/functions/login/login.ts";
import { noMeter } from "@smart-router/functions/metrics/meter.ts";
import type { StreamedHandler } from "@smart-router/functions/middleware/handler.ts";
import type { Log } from "@smart-router/functions/middleware/log.ts";
import { matchRoute } from "@smart-router/functions/middleware/router.ts";
import type { FunctionName } from "@smart-router/functions/routes.ts";
import { createDeps } from "@smart-router/functions/runtime.ts";
import { version } from "@smart-router/functions/version.ts";
import { createWeb } from "@smart-router/functions/web/web.ts";
import type { HttpClient } from "@smart-router/llm/transport/http.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { type FakeUpstream, startFakeUpstream } from "../../support/fake-upstream/fake-upstream.ts";
import { type InvokeResult, installLambdaGlobal, invoke } from "../../support/invoke.ts";
import { withinRights } from "../../support/table-rights.ts";

export const adminKey = "an admin key for tests";

export interface CallOptions {
	readonly body?: unknown;
	/** The admin key when missing; null presents none. */
	readonly key?: string | null;
	readonly headers?: Readonly<Record<string, string>>;
}

/** A stage in memory: real handlers on SQLite, a clock that tests move, and a fake provider on this machine. */
export interface Stage {
	readonly store: Store;
	readonly upstream: FakeUpstream;
	/** Everything that left the gateway: answers with their headers, and log lines. */
	readonly seen: string[];
	/** Milliseconds that answers to unknown keys waited. */
	readonly waits: number[];
	call(method: string, path: string, options?: CallOptions): Promise<InvokeResult>;
	/** The JSON of a call that must succeed. */
	ok<Shape = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Shape>;
	/** Links an account at the fake provider. */
	link(fields?: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
	/** Makes a key with the admin key. */
	makeKey(fields: Readonly<Record<string, unknown>>): Promise<string>;
	now(): number;
	/** Moves the clock by so many ms. */
	pass(ms: number): void;
	close(): Promise<void>;
}

function memoryKeys(): Keys {
	const made = new Map<string, { readonly plaintext: Uint8Array; readonly context: string }>();
	return {
		async generateDataKey(context) {
			const plaintext = randomBytes(32);
			const encrypted = randomBytes(16).toString("base64");
			made.set(encrypted, { plaintext, context: canonicalContext({ ...context }) });
			return { plaintext, encrypted };
		},
		async decrypt(encrypted, context) {
			const key = made.get(encrypted);
			if (key?.context !== canonicalContext({ ...context })) throw new KeysError("refused", "another context");
			return Uint8Array.from(key.plaintext);
		},
	};
}

export interface StageOptions {
	/** Origins of vendors to stand-ins on this machine. */
	readonly standIns?: () => Readonly<Record<string, string>>;
	/** The store as the functions see it, e.g. a faulty one. */
	readonly seenThrough?: (store: Store) => Store;
	/** As the local server does; a deployed function refuses instead. */
	readonly holdsGuesses?: boolean;
}

/** The client, with calls to vendors sent to their stand-ins. */
const rerouted =
	(http: HttpClient, standIns: () => Readonly<Record<string, string>>): HttpClient =>
	(request) => {
		const { origin } = new URL(request.url);
		return http({ ...request, url: request.url.replace(origin, standIns()[origin] ?? origin) });
	};

export async function openStage(options: StageOptions = {}): Promise<Stage> {
	const { standIns = () => ({}), seenThrough = (store) => store, holdsGuesses = false } = options;
	installLambdaGlobal();
	let time = Date.UTC(2026, 10, 22, 12);
	const clock = () => time;
	const store = openSqliteStore(":memory:");
	const upstream = await startFakeUpstream();
	const http = createHttpClient({ guard: "loopback-and-public" });
	const seen: string[] = [];
	const waits: number[] = [];
	const line = (message: string, fields: object) => void seen.push(JSON.stringify({ message, ...fields }));
	const keys = memoryKeys();
	const sealOnly: Keys = { ...keys, decrypt: async () => Promise.reject(new KeysError("refused", "this function may not decrypt")) };
	const tables = { admin: withinRights(store, "admin"), login: withinRights(store, "login") };
	const log: Log = { info: line, error: line };
	const depsOf = (name: keyof typeof tables, rights: Keys) =>
		createDeps({
			store: seenThrough(tables[name].store),
			keys: rights,
			clock,
			random: Math.random,
			http: rerouted(http, standIns),
			stage: "test",
			baseUrls: { allowPrivate: true, allowHttp: true },
			holdsGuesses,
			log,
			wait: async (ms) => void waits.push(ms),
		});
	// As deployed: each function is a process of its own, with its own caches and no more rights than it needs.
	const handlers: Record<Exclude<FunctionName, "proxy">, StreamedHandler> = {
		admin: createAdmin(depsOf("admin", sealOnly)),
		login: createLogin(depsOf("login", keys)),
		web: createWeb({ clock, log, metrics: noMeter, stage: "test", version }),
	};
	await ensureFirstKey({ store, clock }, adminKey);

	const call: Stage["call"] = async (method, path, { body, key = adminKey, headers = {} } = {}) => {
		const owner = matchRoute(method, path.split("?")[0] ?? "")?.route.function ?? "web";
		if (owner === "proxy") throw new Error("the proxy is tested elsewhere");
		const authorization = key === null ? {} : { authorization: `Bearer ${key}` };
		const result = await invoke(handlers[owner], { method, path, headers: { ...authorization, ...headers }, body });
		seen.push(JSON.stringify(result.headers), result.body);
		return result;
	};
	const ok: Stage["ok"] = async <Shape>(method: string, path: string, body?: unknown): Promise<Shape> => {
		const result = await call(method, path, { body });
		if (result.status >= 300) throw new Error(`${method} ${path} answered ${result.status}: ${result.body}`);
		return result.body === "" ? ({} as Shape) : result.json<Shape>();
	};
	await ok("PUT", "/admin/providers/openai", { baseUrl: `${upstream.origin}/v1` });

	return {
		store,
		upstream,
		seen,
		waits,
		call,
		ok,
		link: (fields) => ok("POST", "/admin/accounts", { provider: "openai", method: "api_key", apiKey: "sk-one", ...fields }),
		makeKey: async (fields) => (await ok<{ key: string }>("POST", "/admin/keys", { name: "test", scopes: ["proxy"], ...fields })).key,
		now: clock,
		pass: (ms) => {
			time += ms;
		},
		async close() {
			http.close();
			store.close();
			await upstream.close();
			for (const table of Object.values(tables)) table.check();
		},
	};
}

/** Everything that lies in the store under a workspace. */
export async function itemsOf(store: Store, ...partitions: readonly string[]): Promise<string> {
	const pages = await Promise.all(partitions.map((pk) => store.query({ pk, prefix: "" })));
	return JSON.stringify(pages.map(({ items }) => items));
}
