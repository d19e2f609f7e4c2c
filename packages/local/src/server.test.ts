import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLocalServer, type LocalServer, type ServerOptions } from "./server.ts";

const mebibyte = 1024 * 1024;

let served: string[];
let local: LocalServer;
let socket: Socket;

/** A server whose handler writes down the body that it got; a caller may bring as many bytes as his path says. */
async function start(options: Partial<ServerOptions> = {}): Promise<void> {
	served = [];
	local = createLocalServer({
		stage: "test",
		ready: async () => undefined,
		maxBodyBytes: async ({ path }) => Number(path.slice(1)),
		handlerOf: () => async (event, response) => {
			served.push(event.body ?? "");
			response.writeHead(401).end("who are you?");
		},
		onError: (error) => {
			throw error;
		},
		...options,
	});
	await new Promise<void>((resolve) => local.server.listen(0, "127.0.0.1", resolve));
	socket = connect((local.server.address() as AddressInfo).port, "127.0.0.1");
	await once(socket, "connect");
}

/** The head of a POST and what is sent of its body. */
const post = (path: string, length: number, sent: string) =>
	socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n${sent}`);

beforeEach(() => start());
afterEach(async () => {
	socket.destroy();
	await local.stop(0);
});

describe("a request whose body never ends", () => {
	it("does not keep the server from stopping", async () => {
		const asked = once(local.server, "request");
		post(`/${mebibyte}`, 100, "half");
		await asked;

		await local.stop(0);

		expect(served).toEqual([]);
		expect(local.server.listening).toBe(false);
	});

	it("is answered without it when its caller may bring none", async () => {
		const answer = once(socket, "data");
		post("/0", 30 * mebibyte, "some");

		expect(String(await answer)).toMatch(/^HTTP\/1\.1 401 /);
		expect(served).toEqual([""]);
	});
});

it("refuses what is larger than the caller may bring", async () => {
	post("/2048", 3000, "x".repeat(3000));

	expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 .*larger than 2 KB/s);
	expect(served).toEqual([]);
});

it("lets requests wait until everything behind it is there", async () => {
	const ready = Promise.withResolvers<void>();
	await local.stop(0);
	await start({ ready: () => ready.promise });
	const asked = once(local.server, "request");
	post(`/${mebibyte}`, 4, "body");
	await asked;

	expect(served).toEqual([]);
	ready.resolve();

	expect(await text(socket)).toContain("who are you?");
	expect(served).toEqual(["body"]);
});
