import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface ScriptedAnswer {
	readonly status?: number;
	readonly body?: unknown;
	/** Put everything that was sent into the answer's error_description, as careless servers do. */
	readonly quotes?: boolean;
	/** Hang up without an answer. */
	readonly broken?: boolean;
}

export interface Asked {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingMessage["headers"];
	readonly body: string;
}

/** A loopback server that answers each path by its script, one step a request; the last step stays. */
export interface ScriptedServer {
	readonly origin: string;
	readonly asked: Asked[];
	script(path: string, ...steps: readonly ScriptedAnswer[]): void;
	close(): Promise<void>;
}

export async function startScriptedServer(): Promise<ScriptedServer> {
	const scripts = new Map<string, ScriptedAnswer[]>();
	const asked: Asked[] = [];
	const server = createServer(async (request, response) => {
		const path = request.url?.split("?")[0] ?? "/";
		const body = await text(request);
		asked.push({ method: request.method ?? "", path, headers: request.headers, body });
		const steps = scripts.get(path) ?? [{ status: 404 }];
		const step = (steps.length > 1 ? steps.shift() : steps[0]) ?? {};
		if (step.broken) return void request.socket.destroy();
		response.writeHead(step.status ?? 200, { "content-type": "application/json" });
		const said = `${request.headers.authorization ?? ""} ${decodeURIComponent(body.replaceAll("+", " "))}`;
		const answer = step.quotes && typeof step.body === "object" ? { ...step.body, error_description: said } : (step.body ?? {});
		response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		script: (path, ...steps) => void scripts.set(path, [...steps]),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
