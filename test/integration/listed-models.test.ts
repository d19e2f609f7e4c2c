import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountKey } from "@smart-router/core/account/account.ts";
import { linkAccount } from "@smart-router/core/account/link.ts";
import { createListedModels } from "@smart-router/core/account/listed-models.ts";
import { secret } from "@smart-router/core/credential/secret.ts";
import { KeysError } from "@smart-router/core/keys/keys.ts";
import { StoreError, set } from "@smart-router/core/store/store.ts";
import { defaultWorkspace } from "@smart-router/core/workspace/workspace.ts";
import { createDeps, type RuntimeDeps } from "@smart-router/functions/runtime.ts";
import { openai } from "@smart-router/llm/providers/openai.ts";
import type { HttpClient } from "@smart-router/llm/transport/http.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openKeyFile } from "../../packages/local/src/keys/key-file.ts";
import { openSqliteStore } from "../../packages/local/src/store/sqlite.ts";
import { bodyOf } from "../support/streams.ts";

let folder: string;
let store: ReturnType<typeof openSqliteStore>;
let deps: RuntimeDeps;
let asked: string[];

const http: HttpClient = async ({ url }) => {
	asked.push(url);
	return { status: 200, headers: {}, body: bodyOf([JSON.stringify({ data: [{ id: "m" }] })]) };
};

beforeEach(async () => {
	asked = [];
	folder = mkdtempSync(join(tmpdir(), "listed-models-"));
	store = openSqliteStore(":memory:");
	const baseUrls = { allowPrivate: true, allowHttp: true };
	const keys = openKeyFile(join(folder, "master.key"));
	deps = createDeps({ store, keys, clock: Date.now, random: Math.random, http, stage: "test", baseUrls });
	const facts = { displayName: null, tags: [], models: null, enabled: true, priority: 0, maxConcurrency: null };
	const account = { provider: "openai", method: "api_key" as const, apiKey: secret("key"), label: "a", verify: false, ...facts };
	await linkAccount(deps, defaultWorkspace, account, () => {});
});
afterEach(() => {
	store.close();
	rmSync(folder, { recursive: true, force: true });
});

describe("a provider's own list", () => {
	it("is asked for at the address that is sealed with the key, whatever the account's item says", async () => {
		await store.update(accountKey(defaultWorkspace, "openai", "a"), [set(["baseUrl"], "https://thief.example")]);

		const listed = await deps.listedModels.of(defaultWorkspace, openai);

		expect(asked).toEqual(["https://api.openai.com/v1/models"]);
		expect(listed).toEqual([{ id: "m", facts: {} }]);
	});

	it("is empty, and no error, where the store or the key service gives no credential", async () => {
		for (const error of [new StoreError("unavailable", "down"), new KeysError("unavailable", "down")]) {
			const credentials = { ...deps.credentials, open: () => Promise.reject(error) };

			const listed = await createListedModels({ ...deps, credentials }).of(defaultWorkspace, openai);

			expect(listed).toEqual([]);
		}
		expect(asked).toEqual([]);
	});
});
