import { mkdtempSync } from "node:fs";
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
import { openKeyFile } from "../../packages/local/src/keys/key-file.ts";
import { openSqliteStore } from "../../packages/local/src/store/sqlite.ts";
import type { FakeUpstream } from "./fake-upstream/fake-upstream.ts";
import { installLambdaGlobal, invoke } from "./invoke.ts";

export interface CountedCalls {
	/** Names of the calls, in order. */
	readonly "before the upstream call": readonly string[];
	readonly "after the answer": readonly string[];
}

const key = "count-admin-key-of-enough-length";

/** Every function of `target` writes its name down before it runs. */
function watched<Target extends object>(target: Target, calls: string[]): Target {
	return new Proxy(target, {
		get(object, name, receiver) {
			const value: unknown = Reflect.get(object, name, receiver);
			if (typeof value !== "function") return value;
			return (...args: unknown[]) => {
				calls.push(String(name));
				return Reflect.apply(value, object, args);
			};
		},
	});
}

/** The calls that the third of three equal requests makes through the real handler, three accounts linked. */
export async function countCalls(upstream: FakeUpstream, stream: boolean, session?: string): Promise<CountedCalls> {
	installLambdaGlobal();
	const calls: string[] = [];
	const store: Store = watched(openSqliteStore(":memory:"), calls);
	const keys: Keys = watched(openKeyFile(join(mkdtempSync(join(tmpdir(), "count-")), "master.key")), calls);
	const client = createHttpClient({ guard: "loopback-and-public" });
	const deps = createDeps({
		store,
		keys,
		clock: Date.now,
		random: Math.random,
		http: (request) => {
			calls.push("upstream");
			return client(request);
		},
		stage: "count",
		baseUrls: { allowPrivate: true, allowHttp: true },
	});
	await ensureFirstKey(deps, key);
	const linking = { ...deps, checkBaseUrl: (text: string) => text };
	await putProvider(linking, defaultWorkspace, "fake", { protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models: ["m"] });
	for (const label of ["a", "b", "c"]) {
		const account = {
			provider: "fake",
			method: "api_key" as const,
			apiKey: secret(label),
			label,
			verify: false,
			enabled: true,
			priority: 0,
		};
		await linkAccount(linking, defaultWorkspace, { ...account, displayName: null, tags: [], models: null, maxConcurrency: null }, () => {});
	}
	const handler = createProxy(deps);
	const ask = () =>
		invoke(handler, {
			method: "POST",
			path: "/v1/chat/completions",
			headers: { authorization: `Bearer ${key}`, ...(session !== undefined && { "x-session-id": session }) },
			body: { model: "fake/m", stream, messages: [{ role: "user", content: "hi" }] },
		});
	for (let warm = 0; warm < 3; warm++) await ask();
	calls.length = 0;
	const { status } = await ask();
	client.close();
	if (status !== 200) throw new Error(`the counted request answered ${status}`);
	const at = calls.indexOf("upstream");
	return { "before the upstream call": calls.slice(0, at), "after the answer": calls.slice(at + 1) };
}
