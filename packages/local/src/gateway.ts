import { mkdirSync, readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { refreshEveryMs } from "@smart-router/core/account/renew-due.ts";
import type { Clock } from "@smart-router/core/clock.ts";
import { createHttpClient } from "@smart-router/core/http/client.ts";
import type { Keys } from "@smart-router/core/keys/keys.ts";
import type { Store } from "@smart-router/core/store/store.ts";
import { createRegistry } from "@smart-router/functions/metrics/registry.ts";
import { refreshDue } from "@smart-router/functions/refresh/refresh.ts";
import { createDeps, type RuntimeDeps } from "@smart-router/functions/runtime.ts";
import { readPage } from "@smart-router/functions/web/page.ts";
import { bodyLimit } from "./body-limit.ts";
import { type FirstStart, firstStart } from "./first-start.ts";
import { createHandlers } from "./handlers.ts";
import { openKeyFile } from "./keys/key-file.ts";
import { createLoginListener } from "./login-listener.ts";
import { anonymous, refuseForeign } from "./open-mode.ts";
import type { LocalOptions, StorePlace } from "./options.ts";
import { installLambdaStreaming } from "./response-stream.ts";
import { withSandbox } from "./sandbox/upstream.ts";
import { startSchedule } from "./schedule.ts";
import { createLocalServer } from "./server.ts";
import { openSqliteStore } from "./store/sqlite.ts";
import { tellCli } from "./tell-cli.ts";

export interface Gateway {
	readonly url: string;
	readonly start: FirstStart;
	/** Lets running requests end (at most 10 s), settles everything, closes the store. */
	stop(): Promise<void>;
}

const stage = "local";
/** The same from the sources and from the bundle in `dist`. */
const pageDirectory = fileURLToPath(new URL("../../web/dist", import.meta.url));
const graceMs = 10_000;

/**
 * The whole gateway in this process: the Lambda handlers behind an HTTP server, on an embedded store. Throws when the port or the store is taken; nothing
 * is left open then, and nothing made. `wait` stands for the machine's timer.
 */
export async function startGateway(options: LocalOptions, clock: Clock = Date.now, wait?: RuntimeDeps["wait"]): Promise<Gateway> {
	installLambdaStreaming();
	const store = await openStore(options.store);
	const http = createHttpClient({ guard: "loopback-and-public" });
	const close = (): void => {
		http.close();
		store.close();
	};
	try {
		const deps = createDeps({
			store,
			keys: openKeys(options.store),
			clock,
			random: Math.random,
			http: options.sandbox ? withSandbox(http, clock) : http,
			stage,
			plainHttp: !options.tls,
			baseUrls: { allowPrivate: true, allowHttp: true },
			holdsGuesses: true,
			metrics: createRegistry(),
			...(wait && { wait }),
		});
		return await serve(deps, options, close);
	} catch (error) {
		close();
		throw error;
	}
}

/** Takes the port, then makes what a first start makes: a key that is made must reach whoever started the gateway. */
async function serve(deps: RuntimeDeps, options: LocalOptions, close: () => void): Promise<Gateway> {
	const loginListener = createLoginListener(deps);
	const serving = { ...deps, listenFor: loginListener.listenFor, ...(options.open && { anonymous }) };
	let starting: Promise<FirstStart> | undefined;
	const { server, stop } = createLocalServer({
		stage,
		ready: () => Promise.resolve(starting),
		maxBodyBytes: bodyLimit(serving),
		handlerOf: createHandlers(serving, readPage(pageDirectory)),
		...(options.tls && { tls: { cert: readFileSync(options.tls.certFile, "utf8"), key: readFileSync(options.tls.keyFile, "utf8") } }),
		...(options.open && { refuse: refuseForeign }),
		onError: (error) => deps.onFault("request failed", error),
	});
	const url = await listen(server, options);
	starting = firstStart(deps, options);
	const start = await starting.catch(async (error: unknown) => {
		await stop(0);
		throw error;
	});
	const refresh = startSchedule(
		(signal) => refreshDue(deps, signal),
		refreshEveryMs,
		(error) => deps.onFault("scheduled refresh", error),
	);
	if (start.newKey !== undefined) tellCli(options.cliConfigFile, url, start.newKey, deps.onFault);
	return {
		url,
		start,
		async stop() {
			loginListener.close();
			await Promise.all([stop(graceMs), refresh.stop()]);
			close();
		},
	};
}

/** The address it is reached at. Throws when the port is taken. */
async function listen(server: Server, { host, port, tls }: LocalOptions): Promise<string> {
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, host, resolve);
	});
	const taken = server.address() as AddressInfo;
	const name = host.includes(":") ? `[${host}]` : host === "127.0.0.1" ? "localhost" : host;
	return `${tls ? "https" : "http"}://${name}:${taken.port}`;
}

/** The AWS client is loaded only where it is used: it would be a fifth of the memory. */
async function openStore(place: StorePlace): Promise<Store & { close(): void }> {
	if (place.kind === "sqlite") return openSqliteStore(place.file);
	const { openTable } = await import("@smart-router/core/store/open-table.ts");
	return openTable(place.table);
}

function openKeys({ keyFile }: StorePlace): Keys {
	mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
	return openKeyFile(keyFile);
}
