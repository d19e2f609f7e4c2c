import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text as readText } from "node:stream/consumers";
import type { Prompt } from "./answer.ts";
import { type Behaviour, makeScript } from "./behaviour.ts";
import { type Call, makeCallRecord, newCall } from "./calls.ts";
import { type Gate, type GatedWay, makeGate } from "./gate.ts";
import { type Endpoint, endpointOf, handle, type Serving } from "./handle.ts";
import { parseObject } from "./json.ts";

export interface FakeUpstreamOptions extends Serving {
	/** 0 (default) takes a free one. */
	readonly port?: number;
	/** Keys that are known; without it every key is, unless revoked. */
	readonly keys?: readonly string[];
	/** Behaviour of keys that have no script. */
	readonly behaviour?: Behaviour;
	/** Keep the calls; false for load runs. Default true. */
	readonly record?: boolean;
}

export interface FakeUpstream {
	/** `http://127.0.0.1:port`, without a path: Anthropic's and Gemini's base URL. OpenAI's is `${origin}/v1`. */
	readonly origin: string;
	/** Sets how calls with this key go from now on: several behaviours one after another, the last stays; none means normal. */
	script(apiKey: string, ...steps: readonly Behaviour[]): void;
	/** The key is refused from now on. */
	revoke(apiKey: string): void;
	/** From now on the frames (a whole body counts as one) of this key's calls, or of all, wait to be released. */
	gate(apiKey?: string): Gate;
	/** All calls in order, or those of one key. */
	calls(apiKey?: string): readonly Call[];
	/** Chats only: what remains when the verification of keys is left out. */
	chats(apiKey?: string): readonly Call[];
	/** Resolves when the record is as wanted, e.g. `until((calls) => calls.length === 3)`; looks again at every change. */
	until(done: (calls: readonly Call[]) => boolean): Promise<void>;
	/** Forgets calls, scripts, gates and revocations. */
	reset(): void;
	close(): Promise<void>;
}

interface State {
	readonly scripts: Map<string, ReturnType<typeof makeScript>>;
	readonly gates: Map<string, GatedWay>;
	readonly revoked: Set<string>;
	serial: number;
}

const everyKey = "*";

/** A loopback server that speaks OpenAI Chat Completions and Responses, Anthropic Messages and Gemini, and fails on command. */
export async function startFakeUpstream(options: FakeUpstreamOptions = {}): Promise<FakeUpstream> {
	const state: State = { scripts: new Map(), gates: new Map(), revoked: new Set(), serial: 0 };
	const record = makeCallRecord(options.record ?? true);
	const usual = makeScript([options.behaviour ?? {}]);
	const isKnown = (key: string) => key !== "" && !state.revoked.has(key) && (options.keys?.includes(key) ?? true);

	function behaviourOf({ dialect, kind }: Endpoint, apiKey: string, prompt: Prompt | undefined): Behaviour {
		if (!isKnown(apiKey)) return dialect.badKey;
		if (kind === "chats" && !prompt) return { status: 400 };
		return (state.scripts.get(apiKey) ?? usual)(kind === "embeddings" ? "chats" : kind, prompt?.model ?? "");
	}

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? "/", "http://fake");
		const body = await readText(request);
		const endpoint = endpointOf(request.method ?? "", url.pathname, request.headers["anthropic-version"] !== undefined);
		const apiKey = endpoint?.dialect.keyOf(request.headers, url) ?? "";
		const call = newCall(request, apiKey, body);
		const over = new AbortController();
		response.on("close", () => {
			call.endedAt = Date.now();
			call.aborted = !response.writableFinished && !call.broken;
			over.abort();
			record.notify();
		});
		record.add(call);
		state.serial += 1;
		if (!endpoint) return void response.writeHead(404, { "content-type": "application/json" }).end('{"error":{"message":"Not found"}}');
		const { dialect, kind } = endpoint;
		const parsed = parseObject(body);
		const prompt = kind === "chats" && parsed ? dialect.readPrompt(parsed, url) : undefined;
		const behaviour = behaviourOf(endpoint, apiKey, prompt);
		const gate = kind === "chats" ? (state.gates.get(apiKey) ?? state.gates.get(everyKey)) : undefined;
		const to = { response, call, dialect, behaviour, serial: state.serial, over: over.signal, gate, changed: record.notify };
		await handle({ to, endpoint, body: parsed ?? {}, prompt, url, serving: options });
	}

	const server = createServer((request, response) => {
		serve(request, response).catch((cause: unknown) => response.destroy(cause instanceof Error ? cause : undefined));
	});
	await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
	const address = server.address();
	const port = typeof address === "object" && address ? address.port : 0;
	const calls = (apiKey?: string) => record.calls.filter((call) => apiKey === undefined || call.apiKey === apiKey);

	return {
		origin: `http://127.0.0.1:${port}`,
		script: (apiKey, ...steps) => void state.scripts.set(apiKey, makeScript(steps)),
		revoke: (apiKey) => void state.revoked.add(apiKey),
		gate(apiKey = everyKey) {
			const way = makeGate();
			state.gates.set(apiKey, way);
			return way.gate;
		},
		calls,
		chats: (apiKey) => calls(apiKey).filter((call) => call.method === "POST"),
		until: record.until,
		reset() {
			record.calls.length = 0;
			state.scripts.clear();
			state.gates.clear();
			state.revoked.clear();
		},
		async close() {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
