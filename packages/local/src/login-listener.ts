import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { GatewayError } from "@smart-router/core/errors.ts";
import { completeLogin } from "@smart-router/core/login/complete.ts";
import { loginFailure } from "@smart-router/core/login/failure.ts";
import { findByState, type LoginSession } from "@smart-router/core/login/session.ts";
import { newRequestId } from "@smart-router/core/usage/request-record.ts";
import type { Deps } from "@smart-router/functions/deps.ts";
import { loginDepsOf } from "@smart-router/functions/login/login-deps.ts";
import { failedPage, linkedPage } from "@smart-router/functions/login/pages.ts";
import type { Answer } from "@smart-router/functions/middleware/call.ts";
import { toGatewayError } from "@smart-router/functions/middleware/failure.ts";
import { traceOf } from "@smart-router/functions/middleware/trace.ts";

export interface LoginListener {
	/** Listens on the loopback address of this login until its time is over. A port that is taken is left alone: the person can paste the address. */
	listenFor(session: LoginSession): Promise<void>;
	close(): void;
}

interface Listening {
	readonly server: Server;
	timer: NodeJS.Timeout;
	until: number;
}

/**
 * Clients that only know loopback addresses come back to the person's own machine, which is where this gateway runs. One server a port, for all logins
 * that use it: the state in the answer says which it is.
 */
export function createLoginListener(deps: Deps): LoginListener {
	const listening = new Map<number, Listening>();

	async function answer(request: IncomingMessage): Promise<Answer> {
		const asked = request.method === "GET" ? URL.parse(request.url ?? "/", "http://127.0.0.1") : null;
		const session = asked ? await findByState(deps, asked.searchParams.get("state")) : undefined;
		if (!asked || !session || session.redirectUri === null || new URL(session.redirectUri).pathname !== asked.pathname)
			throw loginFailure("login_wrong_state");
		const done = await completeLogin(loginDepsOf(deps), session, asked.searchParams, { kind: "listener" });
		return linkedPage(done.profileId ?? "", {});
	}

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const shown = await answer(request).catch((error: unknown) => {
			if (!(error instanceof GatewayError)) deps.log.error("login at the loopback address failed", { error: traceOf(error) });
			return failedPage(toGatewayError(error), newRequestId(deps.clock()));
		});
		response.writeHead(shown.statusCode, {
			...shown.headers,
			"cache-control": "no-store",
			"x-content-type-options": "nosniff",
			connection: "close",
		});
		response.end(shown.body);
	}

	function end(port: number): void {
		const known = listening.get(port);
		listening.delete(port);
		if (!known) return;
		clearTimeout(known.timer);
		known.server.close();
		known.server.closeIdleConnections();
	}

	return {
		async listenFor({ redirectUri, expiresAt }) {
			const port = Number(redirectUri === null ? Number.NaN : new URL(redirectUri).port);
			if (!(port > 0)) return;
			const timer = setTimeout(() => end(port), Math.max(0, expiresAt - deps.clock())).unref();
			const known = listening.get(port);
			if (known && known.until >= expiresAt) return clearTimeout(timer);
			if (known) {
				clearTimeout(known.timer);
				Object.assign(known, { timer, until: expiresAt });
				return;
			}
			const server = createServer((request, response) => void serve(request, response));
			const free = await new Promise<boolean>((resolve) => {
				server.once("error", () => resolve(false));
				server.listen(port, "127.0.0.1", () => resolve(true));
			});
			if (free) listening.set(port, { server, timer, until: expiresAt });
			else clearTimeout(timer);
		},
		close() {
			for (const port of [...listening.keys()]) end(port);
		},
	};
}
