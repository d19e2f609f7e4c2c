import { statSync } from "node:fs";
import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import type { PoolView } from "@smart-router/core/account/pool.schema.ts";
import type { ApiKeyView } from "@smart-router/core/api-key/api-key.schema.ts";
import type { RoutingView } from "@smart-router/core/settings/routing.schema.ts";
import type { RequestRecordView } from "@smart-router/core/usage/request-record.schema.ts";
import { type Fields, parseFields, send } from "../client.ts";
import type { Target } from "../target.ts";

/** What a call of the gateway told; undefined when it was not made or nobody answered. */
export interface Told<Answer> {
	readonly status: number;
	/** Undefined unless the status is a success. */
	readonly answer: Answer | undefined;
}

interface ListOf<Row> {
	readonly data: readonly Row[];
}

/** All that the checks look at. */
export interface Facts {
	readonly now: number;
	readonly node: string;
	readonly platform: string;
	readonly version: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly target: Target;
	/** Permission bits of the configuration file; undefined when there is none. */
	readonly configMode: number | undefined;
	readonly health:
		| { readonly status: number; readonly ms: number; readonly date: number | undefined; readonly body: Fields | undefined }
		| undefined;
	readonly models: Told<ListOf<{ readonly id: string }>> | undefined;
	readonly accounts: Told<ListOf<AccountView>> | undefined;
	readonly pools: Told<ListOf<PoolView>> | undefined;
	readonly routing: Told<RoutingView> | undefined;
	readonly keys: Told<ListOf<ApiKeyView>> | undefined;
	readonly requests: Told<ListOf<RequestRecordView>> | undefined;
}

const timeoutMs = 10_000;

/** Looks at this machine and asks the gateway; nothing is changed and no provider is called. */
export async function gatherFacts(target: Target, version: string, env: NodeJS.ProcessEnv): Promise<Facts> {
	const health = await readHealth(target);
	const ask = async <Answer>(path: string): Promise<Told<Answer> | undefined> => (health ? read<Answer>(target, path) : undefined);
	// First and alone: a new stage's first admin key counts from its first call under /admin.
	const accounts = await ask<ListOf<AccountView>>("/admin/accounts?limit=200");
	const [models, pools, routing, keys, requests] = await Promise.all([
		ask<ListOf<{ readonly id: string }>>("/v1/models"),
		ask<ListOf<PoolView>>("/admin/pools?limit=200"),
		ask<RoutingView>("/admin/routing"),
		ask<ListOf<ApiKeyView>>("/admin/keys?limit=200"),
		ask<ListOf<RequestRecordView>>("/admin/requests?limit=100"),
	]);
	const { platform } = process;
	const configMode = modeOf(target.configPath);
	const node = process.versions.node;
	return { now: Date.now(), node, platform, version, env, target, configMode, health, models, accounts, pools, routing, keys, requests };
}

function modeOf(path: string): number | undefined {
	return statSync(path, { throwIfNoEntry: false })?.mode;
}

async function readHealth(target: Target): Promise<Facts["health"]> {
	const start = performance.now();
	try {
		const response = await send(target, { method: "GET", path: "/health", signal: AbortSignal.timeout(timeoutMs) });
		const body = parseFields(await response.text());
		const date = Date.parse(response.headers.get("date") ?? "");
		return { status: response.status, ms: performance.now() - start, date: Number.isNaN(date) ? undefined : date, body };
	} catch {
		return undefined;
	}
}

async function read<Answer>(target: Target, path: string): Promise<Told<Answer> | undefined> {
	try {
		const response = await send(target, { method: "GET", path, signal: AbortSignal.timeout(timeoutMs) });
		const body = parseFields(await response.text());
		return { status: response.status, answer: response.ok && body ? (body as Answer) : undefined };
	} catch {
		return undefined;
	}
}
