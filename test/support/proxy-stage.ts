import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linkAccount } from "@smart-router/core/account/link.ts";
import { ensureFirstKey } from "@smart-router/core/api-key/first-key.ts";
import { secret } from "@smart-router/core/credential/secret.ts";
import { createHttpClient } from "@smart-router/core/http/client.ts";
import type { Keys } from "@smart-router/core/keys/keys.ts";
import { putProvider } from "@smart-router/core/provider/change-provider.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import { defaultWorkspace } from "@smart-router/core/workspace/workspace.ts";
import { createProxy } from "@smart-router/functions/proxy/proxy.ts";
import { createDeps } from "@smart-router/functions/runtime.ts";
import type { HttpClient } from "@smart-router/llm/transport/http.ts";
import { openKeyFile } from "../../packages/local/src/keys/key-file.ts";
import { openSqliteStore } from "../../packages/local/src/store/sqlite.ts";
import type { FakeUpstream } from "./fake-upstream/fake-upstream.ts";
import { type InvokeRequest, type InvokeResult, installLambdaGlobal, invoke } from "./invoke.ts";
import { withinRights } from "./table-rights.ts";

export interface ProxyStage {
	readonly store: Store;
	/** A chat with `fake/m` through the real handler, as Lambda would call it. */
	chat(body?: Readonly<Record<string, unknown>>, request?: Partial<InvokeRequest>): Promise<InvokeResult>;
	close(): void;
}

export interface ProxyStageOptions {
	readonly labels: readonly string[];
	readonly maxConcurrency?: number;
	/** What the provider does where it cannot do both. */
	readonly streaming?: "only" | "never";
	readonly clock?: () => number;
	/** What the handlers get in the place of the store, the key service and the way out. */
	readonly store?: (store: Store) => Store;
	readonly keys?: (keys: Keys) => Keys;
	readonly http?: (http: HttpClient) => HttpClient;
}

const key = "proxy-admin-key-of-enough-length";

/** The proxy's handler on an embedded store, within the rights of the deployed function, with accounts keyed as they are labelled at the fake upstream. */
export async function startProxyStage(upstream: FakeUpstream, options: ProxyStageOptions): Promise<ProxyStage> {
	installLambdaGlobal();
	const folder = mkdtempSync(join(tmpdir(), "proxy-stage-"));
	const store = openSqliteStore(":memory:");
	const keys = openKeyFile(join(folder, "master.key"));
	const client = createHttpClient({ guard: "loopback-and-public" });
	const parts = {
		store,
		keys,
		clock: options.clock ?? Date.now,
		random: Math.random,
		http: client,
		stage: "stage",
		baseUrls: { allowPrivate: true, allowHttp: true },
	};
	const guarded = withinRights(store, "proxy");
	const deps = createDeps({
		...parts,
		store: options.store?.(guarded.store) ?? guarded.store,
		keys: options.keys?.(keys) ?? keys,
		http: options.http?.(client) ?? client,
	});
	const linking = { ...createDeps(parts), checkBaseUrl: (text: string) => text };
	await ensureFirstKey(linking, key);
	await putProvider(linking, defaultWorkspace, "fake", {
		protocol: "openai-chat",
		baseUrl: `${upstream.origin}/v1`,
		models: ["m"],
		...(options.streaming && { streaming: options.streaming }),
	});
	for (const label of options.labels) {
		const settings = {
			enabled: true,
			priority: 0,
			displayName: null,
			tags: [],
			models: null,
			maxConcurrency: options.maxConcurrency ?? null,
		};
		const account = { provider: "fake", method: "api_key" as const, apiKey: secret(label), label, verify: false, ...settings };
		await linkAccount(linking, defaultWorkspace, account, () => {});
	}
	const handler = createProxy(deps);
	return {
		store,
		chat: (body = {}, request = {}) =>
			invoke(handler, {
				method: "POST",
				path: "/v1/chat/completions",
				...request,
				headers: { authorization: `Bearer ${key}`, ...request.headers },
				body: { model: "fake/m", messages: [{ role: "user", content: "hi" }], ...body },
			}),
		close() {
			client.close();
			store.close();
			rmSync(folder, { recursive: true, force: true });
			guarded.check();
		},
	};
}
