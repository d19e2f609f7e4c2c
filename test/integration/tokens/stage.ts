import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Account, accountKey, toAccount } from "@smart-router/core/account/account.ts";
import { createFreshCredentials } from "@smart-router/core/account/fresh-credentials.ts";
import { tokenTimes } from "@smart-router/core/account/refresh-times.ts";
import { createCredentials, type TokenSet } from "@smart-router/core/credential/credential.ts";
import { secret } from "@smart-router/core/credential/secret.ts";
import { type CounterName, noMetrics } from "@smart-router/core/metrics.ts";
import { createProviders } from "@smart-router/core/provider/providers.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import { openKeyFile } from "@smart-router/local/keys/key-file.ts";
import { openSqliteStore } from "@smart-router/local/store/sqlite.ts";
import { sampleAccount } from "../../support/accounts.ts";
import { createTokenServer, type TokenServer } from "../../support/token-server.ts";

export const hour = 3_600_000;
export const minute = 60_000;
export const start = Date.UTC(2030, 0, 1);

/** A workspace with a token endpoint and any number of gateway instances on one store and one clock; waiting moves the clock. */
export function openTokenStage(server: TokenServer = createTokenServer()) {
	const time = { now: start };
	const store = openSqliteStore(":memory:");
	const keys = openKeyFile(join(mkdtempSync(join(tmpdir(), "smart-router-tokens-")), "master.key"));
	const clock = () => time.now;
	const faults: unknown[] = [];
	const counted: CounterName[] = [];

	/** @param over puts something between the instance and the store or the provider */
	const instance = (over: { readonly store?: Store; readonly http?: TokenServer["http"] } = {}) => {
		const deps = {
			store: over.store ?? store,
			keys,
			clock,
			http: over.http ?? server.http,
			credentials: createCredentials({ store: over.store ?? store, keys, clock }),
			providers: createProviders({ store, clock }),
			wait: async (ms: number) => {
				time.now += ms;
				await new Promise((resolve) => setImmediate(resolve));
			},
			metrics: { ...noMetrics, count: (name: CounterName) => void counted.push(name) },
			onFault: (what: string, error: unknown) => faults.push([what, error]),
		};
		return { ...deps, fresh: createFreshCredentials(deps) };
	};

	const link = async (label: string, changes: Partial<TokenSet> = {}, facts: Partial<Account> = {}): Promise<Account> => {
		const { credentials } = instance();
		const tokens: TokenSet = {
			kind: "token_set",
			accessToken: secret(`access-0-${label}`),
			refreshToken: secret("refresh-1"),
			obtainedAt: time.now,
			expiresAt: time.now + hour,
			earliestRefreshAt: null,
			clientId: "our-client",
			tokenUrl: "https://id.example/token",
			revokeUrl: null,
			userinfoUrl: null,
			baseUrl: "https://api.example",
			otherBaseUrls: [],
			project: null,
			accountId: null,
			subject: null,
			issuer: null,
			organization: null,
			...changes,
		};
		const account = sampleAccount(label, { method: "oauth", ...tokenTimes(tokens), ...facts });
		const { workspace, gen, profileId, credentialVersion: version } = account;
		await credentials.save({ workspace, gen, profileId, version, secret: tokens });
		await store.put(account);
		return account;
	};

	const read = async ({ workspace, provider, label }: Account): Promise<Account> => {
		const item = await store.get(accountKey(workspace, provider, label));
		if (!item) throw new Error("no such account");
		return toAccount(item);
	};

	return { time, store, server, faults, counted, instance, link, read };
}
