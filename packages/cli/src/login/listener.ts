import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The provider's answer as the browser brought it, and the way to tell the person how it ended. */
export interface Arrived {
	readonly callback: string;
	readonly tell: (title: string, text: string) => void;
}

export interface Listener {
	readonly port: number;
	/** Resolves with the first answer that carries this state; others are not answered as if they did. */
	wait(state: string): Promise<Arrived>;
	close(): void;
}

const policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");

function answer(response: ServerResponse, status: number, title: string, text: string): void {
	response.writeHead(status, {
		"content-type": "text/html; charset=utf-8",
		"content-security-policy": policy,
		"cache-control": "no-store",
		"referrer-policy": "no-referrer",
		connection: "close",
	});
	response.end(
		`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title><h1>${escaped(title)}</h1><p>${escaped(text)}</p></html>`,
	);
}

/** Undefined for what no browser that comes back asks: another method, or `//`. */
function addressOf({ method, url = "" }: IncomingMessage): URL | undefined {
	const here = "http://127.0.0.1";
	return method === "GET" && URL.canParse(url, here) ? new URL(url, here) : undefined;
}

/**
 * Listens on 127.0.0.1 (RFC 8252 section 7.3) at the first free of these ports, any when none is named. Undefined when all are taken.
 * It serves one path, and only an answer with the login's own state is taken.
 */
export async function listen(ports: readonly number[], path: string): Promise<Listener | undefined> {
	let expected: { readonly state: string; readonly arrive: (arrived: Arrived) => void } | undefined;
	const server = createServer((request, response) => {
		const url = addressOf(request);
		if (!url || url.pathname !== path || !expected || url.searchParams.get("state") !== expected.state) {
			return answer(response, 404, "Nothing here", "This address waits for the answer of one login only.");
		}
		const { arrive } = expected;
		expected = undefined;
		arrive({ callback: url.href, tell: (title, text) => answer(response, 200, title, text) });
	});
	for (const port of ports.length > 0 ? ports : [0]) {
		const listening = await new Promise<boolean>((resolve) => {
			server.once("error", () => resolve(false));
			server.listen(port, "127.0.0.1", () => resolve(true));
		});
		if (!listening) continue;
		return {
			port: (server.address() as AddressInfo).port,
			wait: (state) =>
				new Promise((arrive) => {
					expected = { state, arrive };
				}),
			close: () => {
				server.close();
				server.closeIdleConnections();
			},
		};
	}
	return undefined;
}
