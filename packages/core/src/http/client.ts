import http from "node:http";
import https from "node:https";
import { type HttpClient, HttpError, type HttpRequest, type HttpResponse } from "@smart-router/llm/transport/http.ts";
import type { AddressGuard } from "./address.ts";
import { exchange } from "./exchange.ts";
import { checkLiteral, guardedLookup, type Resolve, systemResolve } from "./lookup.ts";
import { type StartTimer, systemTimer } from "./watch.ts";

export interface HttpClientOptions {
	readonly guard: AddressGuard;
	/** Connections at once to one origin; unlimited when missing. */
	readonly maxSockets?: number;
	/** How names become addresses; the system's way when missing. */
	readonly resolve?: Resolve;
	/** How time passes; the system's way when missing. */
	readonly startTimer?: StartTimer;
}

/** The client, and the way to close its idle connections when a process stops. */
export interface GuardedHttpClient extends HttpClient {
	close(): void;
}

const defaultSilenceMs = 300_000;
/** Below the idle limit of common load balancers (60 s), so that we are the one who hangs up. */
const idleSocketMs = 50_000;

/**
 * The one HTTP client of the gateway: every address is checked and the checked one is called, redirects come back as they are, connections stay open.
 * The body of an answer must be read to its end, left by `break`, or aborted.
 */
export function createHttpClient(options: HttpClientOptions): GuardedHttpClient {
	const { guard, maxSockets = Number.POSITIVE_INFINITY, resolve = systemResolve, startTimer = systemTimer } = options;
	const pool = { keepAlive: true, scheduling: "lifo", timeout: idleSocketMs, maxSockets } as const;
	const agents = { "http:": new http.Agent(pool), "https:": new https.Agent(pool) };
	const lookup = guardedLookup(guard, resolve);

	const call = async ({ method, headers, body, signal, once, ...request }: HttpRequest): Promise<HttpResponse> => {
		const url = URL.parse(request.url);
		if (url?.protocol !== "http:" && url?.protocol !== "https:") throw new HttpError("connect", "the address is not an http or https URL");
		const { protocol, origin, port } = url;
		const hostname = url.hostname.replace(/^\[|\]$/g, "");
		checkLiteral(guard, hostname);
		const asked = { protocol, hostname, port, path: `${url.pathname}${url.search}`, method, headers, lookup };
		const patience = { origin, signal, silenceMs: request.silenceMs ?? defaultSilenceMs, startTimer };
		const first = await exchange(body, { ...asked, agent: once ? false : agents[protocol] }, patience);
		if (first !== "stale") return first;
		// A connection of its own: others in the pool may be as stale.
		const second = await exchange(body, { ...asked, agent: false }, patience);
		if (second === "stale") throw new HttpError("broken", `the connection to ${origin} broke off`);
		return second;
	};

	return Object.assign(call, {
		close(): void {
			agents["http:"].destroy();
			agents["https:"].destroy();
		},
	});
}
