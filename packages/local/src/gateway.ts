import { mkdirSync, readFileSync } from "node:fs";
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
const maxBodyBytes = 32 * 1024 * 1024;
const graceMs = 10_000;

/** The whole gateway in this process: the Lambda handlers behind an HTTP server, on an embedded store. Throws when the port or the store is taken. `wait` stands for the machine's timer. */
export async function startGateway(options: LocalOptions, clock: Clock = Date.now, wait?: RuntimeDeps["wait"]): Promise<Gateway> {
	installLambdaStreaming();
	const store = await openStore(options.store);
	const keys = openKeys(options.store);
	const http = createHttpClient({ guard: "loopback-and-public" });
	const deps = createDeps({
		store,
		keys,
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
	const start = await firstStart(deps, options);
	const loginListener = createLoginListener(deps);
	const serving = { ...deps, listenFor: loginListener.listenFor, ...(options.open && { anonymous }) };
	const handlerOf = createHandlers(serving, readPage(pageDirectory));
	const { server, stop } = createLocalServer({
		stage,
		maxBodyBytes,
		handlerOf,
		...(options.tls && { tls: { cert: readFileSync(options.tls.certFile, "utf8"), key: readFileSync(options.tls.keyFile, "utf8") } }),
		...(options.open && { refuse: refuseForeign }),
		onError: (error) => deps.onFault("request failed", error),
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(options.port, options.host, resolve);
	});
	const { port } = server.address() as AddressInfo;
	const host = options.host.includes(":") ? `[${options.host}]` : options.host === "127.0.0.1" ? "localhost" : options.host;
	const url = `${options.tls ? "https" : "http"}://${host}:${port}`;
	const refresh = startSchedule(
		(signal) => refreshDue(deps, signal),
		refreshEveryMs,
		(error) => deps.onFault("scheduled refresh", error),
	);
	if (start.newKey !== undefined) tellCli(options.cliConfigFile, url, start.newKey);
	return {
		url,
		start,
		async stop() {
			loginListener.close();
			await Promise.all([stop(graceMs), refresh.stop()]);
			http.close();
			store.close();
		},
	};
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
