import http, { type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";
import { type HttpClient, HttpError, type HttpRequest, type HttpResponse } from "@smart-router/llm/transport/http.ts";
import type { AddressGuard } from "./address.ts";
import { responseBody } from "./body.ts";
import { toHttpError } from "./failure.ts";
import { checkLiteral, guardedLookup, type Resolve, systemResolve } from "./lookup.ts";

export interface HttpClientOptions {
	readonly guard: AddressGuard;
	/** Connections at once to one origin; unlimited when missing. */
	readonly maxSockets?: number;
	/** How names become addresses; the system's way when missing. */
	readonly resolve?: Resolve;
}

/** The client, and the way to close its idle connections when a process stops. */
export interface GuardedHttpClient extends HttpClient {
	close(): void;
}

const connectTimeoutMs = 10_000;
const defaultHeadersTimeoutMs = 300_000;
/** Below the idle limit of common load balancers (60 s), so that we are the one who hangs up. */
const idleSocketMs = 50_000;

/**
 * The one HTTP client of the gateway: every address is checked and the checked one is called, redirects come back as they are, connections stay open.
 * The body of an answer must be read to its end, left by `break`, or aborted.
 */
export function createHttpClient({ guard, maxSockets, resolve = systemResolve }: HttpClientOptions): GuardedHttpClient {
	const pool = { keepAlive: true, scheduling: "lifo", timeout: idleSocketMs, maxSockets: maxSockets ?? Number.POSITIVE_INFINITY } as const;
	const agents = { "http:": new http.Agent(pool), "https:": new https.Agent(pool) };
	const lookup = guardedLookup(guard, resolve);

	const call = async (request: HttpRequest): Promise<HttpResponse> => {
		const url = URL.parse(request.url);
		if (url?.protocol !== "http:" && url?.protocol !== "https:") throw new HttpError("connect", "the address is not an http or https URL");
		const hostname = url.hostname.replace(/^\[|\]$/g, "");
		checkLiteral(guard, hostname);
		const options: http.RequestOptions = {
			protocol: url.protocol,
			hostname,
			port: url.port,
			path: `${url.pathname}${url.search}`,
			method: request.method,
			headers: request.headers,
			lookup,
		};
		const first = await exchange(request, url.origin, { ...options, agent: request.once ? false : agents[url.protocol] });
		if (first !== "stale") return first;
		// A connection of its own: others in the pool may be as stale.
		const second = await exchange(request, url.origin, { ...options, agent: false });
		if (second === "stale") throw new HttpError("broken", `the connection to ${url.origin} broke off`);
		return second;
	};

	return Object.assign(call, {
		close(): void {
			agents["http:"].destroy();
			agents["https:"].destroy();
		},
	});
}

/**
 * Sends one request and waits for the answer's headers. `stale`: a kept connection was closed by the other side just as it was used again, before any
 * byte of an answer (the race that Node documents at `request.reusedSocket`; on Lambda the rule after every freeze), so the request may be sent anew.
 */
function exchange(request: HttpRequest, origin: string, options: http.RequestOptions): Promise<HttpResponse | "stale"> {
	const { signal, headersTimeoutMs = defaultHeadersTimeoutMs } = request;
	return new Promise((resolve, reject) => {
		if (signal?.aborted) return reject(aborted(origin));
		const outgoing = open(options, origin);
		let connected = false;
		let receivedBefore = 0;
		let onAbort = (): void => fail(aborted(origin));
		const forward = (): void => onAbort();
		const forget = (): void => signal?.removeEventListener("abort", forward);
		let onLate = (): void => fail(late(origin, "did not answer", headersTimeoutMs));
		const answerTimer = setTimeout(() => onLate(), headersTimeoutMs);
		let connectTimer: NodeJS.Timeout | undefined;

		let settled = false;
		const settle = (act: () => void): void => {
			if (settled) return;
			settled = true;
			clearTimeout(answerTimer);
			clearTimeout(connectTimer);
			act();
		};
		const fail = (error: HttpError): void =>
			settle(() => {
				forget();
				reject(error);
				outgoing.destroy();
			});

		signal?.addEventListener("abort", forward, { once: true });
		outgoing.on("socket", (socket) => {
			receivedBefore = socket.bytesRead;
			connected = !socket.connecting;
			if (connected || settled) return;
			connectTimer = setTimeout(() => fail(late(origin, "could not be reached", connectTimeoutMs)), connectTimeoutMs);
			socket.once(options.protocol === "https:" ? "secureConnect" : "connect", () => {
				connected = true;
				clearTimeout(connectTimer);
			});
		});
		outgoing.on("response", (message) => {
			if (settled) return;
			settled = true;
			clearTimeout(connectTimer);
			const body = responseBody(message, origin, forget);
			onAbort = () => body.abort(aborted(origin));
			onLate = () => body.abort(late(origin, "sent headers but no answer", headersTimeoutMs));
			for (const sign of ["data", "close"]) message.once(sign, () => clearTimeout(answerTimer));
			resolve({ status: message.statusCode ?? 0, headers: plainHeaders(message), body });
		});
		outgoing.on("error", (error: NodeJS.ErrnoException) => {
			const untouched = outgoing.reusedSocket && outgoing.socket?.bytesRead === receivedBefore;
			if (!untouched || (error.code !== "ECONNRESET" && error.code !== "EPIPE")) return fail(toHttpError(error, origin, connected));
			settle(() => {
				forget();
				resolve("stale");
			});
		});
		outgoing.on("close", () => {
			if (!settled) fail(new HttpError("broken", `the connection to ${origin} closed without an answer`));
		});
		outgoing.end(request.body);
	});
}

/** Throws for headers that HTTP cannot carry; Node's own words name the header and not its value. */
function open(options: http.RequestOptions, origin: string): ClientRequest {
	try {
		return (options.protocol === "https:" ? https : http).request(options);
	} catch (cause) {
		throw new HttpError("connect", `the request to ${origin} could not be sent`, { cause });
	}
}

const late = (origin: string, what: string, ms: number): HttpError => new HttpError("timeout", `${origin} ${what} within ${ms / 1000} s`);
const aborted = (origin: string): HttpError => new HttpError("aborted", `the call to ${origin} was aborted`);

function plainHeaders(message: IncomingMessage): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(message.headers)) {
		if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
	}
	return headers;
}
