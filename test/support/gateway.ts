import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Gateway, startGateway } from "../../packages/local/src/gateway.ts";
import type { StorePlace } from "../../packages/local/src/options.ts";
import { readOptions } from "../../packages/local/src/options.ts";

export const adminKey = "test-admin-key-of-enough-length";

/** A running gateway as a client and an admin see it. */
export interface GatewayClient {
	readonly url: string;
	/** Calls the gateway with the admin key unless `headers` bring another; text and bytes go as they are, other bodies as JSON. */
	call(method: string, path: string, body?: unknown, headers?: Record<string, string>, signal?: AbortSignal): Promise<Response>;
	/** The JSON of a call that must succeed. */
	admin<Shape = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Shape>;
	/** Makes `id` an OpenAI-compatible provider (or moves a built-in one's address) and links accounts labelled and keyed by `labels`. */
	link(provider: LinkedProvider, labels: readonly string[]): Promise<void>;
	chat(body: unknown, headers?: Record<string, string>, signal?: AbortSignal): Promise<Response>;
}

export interface TestGateway extends GatewayClient {
	/** Where store, master key and CLI configuration lie. */
	readonly folder: string;
	/** Stops it gracefully and keeps its folder, so that another can be started on it. */
	stop(): Promise<void>;
	close(): Promise<void>;
}

export interface LinkedProvider {
	readonly id: string;
	readonly baseUrl: string;
	/** Given for custom providers. */
	readonly protocol?: "openai-chat" | "openai-responses" | "anthropic-messages" | "gemini";
	readonly models?: readonly string[];
	readonly streaming?: "only" | "never";
	readonly streamUsage?: boolean;
}

export interface TestGatewayOptions {
	/** Flags as on the command line, besides `--no-sandbox`. */
	readonly flags?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** The folder of a gateway that was stopped. */
	readonly folder?: string;
	readonly store?: (folder: string) => StorePlace;
	readonly sandbox?: boolean;
	/** The gateway's time; the machine's when missing. */
	readonly clock?: () => number;
	/** How unknown keys are slowed down; by the machine's clock when missing. */
	readonly wait?: (ms: number) => Promise<void>;
}

/** The label's API key at the fake upstream. */
export const keyOf = (label: string): string => `sk-fake-${label}`;

/** The environment of a gateway on any free port that keeps everything in `folder`. */
export const gatewayEnv = (folder: string): Record<string, string> => ({
	PORT: "0",
	SMART_ROUTER_AUTH_STORE: join(folder, "store"),
	SMART_ROUTER_ADMIN_KEY: adminKey,
	XDG_CONFIG_HOME: join(folder, "config"),
});

export const makeFolder = (): string => mkdtempSync(join(tmpdir(), "smart-router-"));
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** The local gateway in this process on a free port, with an empty store of its own. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
	const folder = options.folder ?? makeFolder();
	const flags = [...(options.sandbox ? [] : ["--no-sandbox"]), ...(options.flags ?? [])];
	const read = readOptions(flags, { ...gatewayEnv(folder), ...options.env }, folder);
	const gateway: Gateway = await startGateway(
		options.store ? { ...read, store: options.store(folder) } : read,
		options.clock,
		options.wait,
	);
	let stopped: Promise<void> | undefined;
	const stop = (): Promise<void> => {
		stopped ??= gateway.stop();
		return stopped;
	};
	return {
		...clientOf(gateway.url),
		folder,
		stop,
		async close() {
			await stop();
			removeFolder(folder);
		},
	};
}

export function clientOf(url: string): GatewayClient {
	const call: GatewayClient["call"] = (method, path, body, headers = {}, signal) =>
		fetch(url + path, {
			method,
			headers: { authorization: `Bearer ${adminKey}`, ...(body !== undefined && { "content-type": "application/json" }), ...headers },
			...(signal && { signal }),
			...(body !== undefined && { body: bodyOf(body) }),
		});
	const admin = async <Shape>(method: string, path: string, body?: unknown): Promise<Shape> => {
		const response = await call(method, path, body);
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
		return (text === "" ? {} : JSON.parse(text)) as Shape;
	};
	return {
		url,
		call,
		admin,
		async link({ id, ...provider }, labels) {
			await admin("PUT", `/admin/providers/${id}`, provider);
			for (const label of labels) await admin("POST", "/admin/accounts", { provider: id, method: "api_key", apiKey: keyOf(label), label });
		},
		chat: (body, headers, signal) => call("POST", "/v1/chat/completions", body, headers, signal),
	};
}

/** Text and bytes as they are, everything else as JSON. */
const bodyOf = (body: unknown): string | Uint8Array<ArrayBuffer> =>
	typeof body === "string" ? body : body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);

/** Links an account of each vendor, labelled as its provider, at the fake upstream. */
export async function linkVendors(gateway: GatewayClient, upstream: { readonly origin: string }): Promise<void> {
	await gateway.link({ id: "openai", baseUrl: `${upstream.origin}/v1` }, ["openai"]);
	await gateway.link({ id: "anthropic", baseUrl: upstream.origin }, ["anthropic"]);
	await gateway.link({ id: "gemini", baseUrl: upstream.origin }, ["gemini"]);
}
