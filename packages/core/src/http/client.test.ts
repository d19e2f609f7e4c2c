import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from "node:net";
import { HttpError, type HttpResponse } from "@smart-router/llm/transport/http.ts";
import { afterEach, describe, expect, it } from "vitest";
import { createHttpClient, type GuardedHttpClient } from "./client.ts";
import type { StartTimer } from "./watch.ts";

const open: { close(): void }[] = [];
afterEach(() => {
	for (const thing of open.splice(0)) thing.close();
});

async function listen<T extends Server | TcpServer>(server: T): Promise<string> {
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An upstream that answers with `handler`. */
async function upstream(handler: RequestListener): Promise<string> {
	const server = createServer(handler);
	open.push({
		close() {
			server.close();
			server.closeAllConnections();
		},
	});
	return listen(server);
}

/** An upstream below HTTP: `handler` gets each connection, numbered from 0. */
async function rawUpstream(handler: (socket: Socket, index: number) => void): Promise<string> {
	const sockets = new Set<Socket>();
	let index = 0;
	const server = createTcpServer((socket) => {
		sockets.add(socket);
		socket.on("error", () => {});
		handler(socket, index++);
	});
	open.push({
		close() {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	});
	return listen(server);
}

function client(options: Partial<Parameters<typeof createHttpClient>[0]> = {}): GuardedHttpClient {
	const http = createHttpClient({ guard: "loopback-and-public", ...options });
	open.push(http);
	return http;
}

/** Time that passes when the test says so. */
function fakeTime() {
	let now = 0;
	const running = new Set<{ due: number; readonly onEnd: () => void }>();
	const startTimer: StartTimer = (ms, onEnd) => {
		const timer = { due: now + ms, onEnd };
		running.add(timer);
		return {
			restart() {
				timer.due = now + ms;
				running.add(timer);
			},
			stop: () => void running.delete(timer),
		};
	};
	return {
		startTimer,
		running: () => running.size,
		pass(ms: number): void {
			now += ms;
			for (const timer of running) {
				if (timer.due > now) continue;
				running.delete(timer);
				timer.onEnd();
			}
		},
	};
}

/** Whether the event comes within a few turns of the loop, in which whatever was closed is seen as closed by the other side of a loopback. */
async function comesSoon(event: Promise<unknown>): Promise<boolean> {
	let come = false;
	void event.then(() => {
		come = true;
	});
	for (let turn = 0; turn < 10_000 && !come; turn++) await new Promise(setImmediate);
	return come;
}

async function text(response: HttpResponse): Promise<string> {
	let all = "";
	for await (const chunk of response.body) all += Buffer.from(chunk).toString("utf8");
	return all;
}

async function requestText(request: IncomingMessage): Promise<string> {
	let all = "";
	for await (const chunk of request) all += chunk;
	return all;
}

async function failure(promise: Promise<unknown>): Promise<HttpError> {
	const error = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof HttpError)) throw new Error("expected an HttpError", { cause: error });
	return error;
}

const okAnswer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

describe("a call", () => {
	it("carries method, path, headers and body, and brings back status, headers and bytes", async () => {
		const seen: unknown[] = [];
		const url = await upstream(async (request, response) => {
			seen.push(request.method, request.url, request.headers["x-api-key"], request.headers["content-length"], await requestText(request));
			response.writeHead(
				201,
				[
					["x-one", "1"],
					["x-two", "a"],
					["x-two", "b"],
					["set-cookie", "c=1"],
					["set-cookie", "d=2"],
				].flat(),
			);
			response.end("grüße");
		});

		const response = await client()({ method: "POST", url: `${url}/v1/x?y=z`, headers: { "x-api-key": "k" }, body: '{"a":"é"}' });

		expect(seen).toEqual(["POST", "/v1/x?y=z", "k", "10", '{"a":"é"}']);
		expect(response.status).toBe(201);
		expect(response.headers).toMatchObject({ "x-one": "1", "x-two": "a, b", "set-cookie": "c=1, d=2" });
		expect(await text(response)).toBe("grüße");
	});

	it("sends bytes as they are and no body with GET", async () => {
		const bodies: string[] = [];
		const url = await upstream(async (request, response) => {
			bodies.push(`${request.headers["content-length"]}:${await requestText(request)}`);
			response.end();
		});
		const http = client();

		await text(await http({ method: "POST", url, headers: {}, body: new Uint8Array([104, 105]) }));
		await text(await http({ method: "GET", url, headers: {} }));

		expect(bodies).toEqual(["2:hi", "undefined:"]);
	});

	it("hands on each chunk as it comes", async () => {
		let answer: ServerResponse | undefined;
		const url = await upstream((_request, response) => {
			answer = response;
			response.write("one");
		});

		const response = await client()({ method: "GET", url, headers: {} });
		const chunks: string[] = [];
		for await (const chunk of response.body) {
			chunks.push(Buffer.from(chunk).toString());
			if (chunks.length === 1) answer?.write("two");
			if (chunks.length === 2) answer?.end("three");
		}

		expect(chunks).toEqual(["one", "two", "three"]);
	});

	it("keeps a slow reader's answer on the wire, not in memory, loses nothing, and waits for him as long as he likes", async () => {
		const time = fakeTime();
		const size = 16 * 1024 * 1024;
		let finished = false;
		const url = await upstream((_request, response) => {
			response.on("finish", () => {
				finished = true;
			});
			response.end(Buffer.alloc(size, 1));
		});

		const response = await client(time)({ method: "GET", url, headers: {} });
		for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
		expect(finished).toBe(false);
		time.pass(24 * 3600_000);
		let received = 0;
		for await (const chunk of response.body) received += chunk.length;

		expect(received).toBe(size);
	});

	it("runs ten at once and uses their connections again", async () => {
		let connections = 0;
		const server = createServer((request, response) => response.end(request.url));
		server.on("connection", () => connections++);
		open.push(server);
		const url = await listen(server);
		const http = client();

		for (let round = 0; round < 3; round++) {
			const paths = Array.from({ length: 10 }, (_, index) => `/${round}/${index}`);
			const answers = await Promise.all(paths.map(async (path) => text(await http({ method: "GET", url: `${url}${path}`, headers: {} }))));
			expect(answers).toEqual(paths);
		}

		expect(connections).toBe(10);
		server.closeAllConnections();
	});

	it("does not follow redirects", async () => {
		const paths: (string | undefined)[] = [];
		const url = await upstream((request, response) => {
			paths.push(request.url);
			response.writeHead(302, { location: "/elsewhere" }).end();
		});

		const response = await client()({ method: "GET", url: `${url}/start`, headers: { authorization: "Bearer secret" } });

		expect(response.status).toBe(302);
		expect(response.headers.location).toBe("/elsewhere");
		expect(paths).toEqual(["/start"]);
	});
});

describe("the end of a call", () => {
	it("refuses to start when the signal is aborted already", async () => {
		let calls = 0;
		const url = await upstream((_request, response) => {
			calls++;
			response.end();
		});

		const error = await failure(client()({ method: "GET", url, headers: {}, signal: AbortSignal.abort() }));

		expect(error.reason).toBe("aborted");
		expect(calls).toBe(0);
	});

	it("closes the connection when aborted before the headers", async () => {
		const controller = new AbortController();
		let closed: Promise<unknown> = Promise.resolve();
		const url = await upstream((_request, response) => {
			closed = once(response, "close");
			controller.abort();
		});

		const error = await failure(client()({ method: "POST", url, headers: {}, body: "{}", signal: controller.signal }));

		expect(error.reason).toBe("aborted");
		await closed;
	});

	it("breaks the body and closes the connection within a second when aborted after the headers", async () => {
		const controller = new AbortController();
		let closed: Promise<unknown> = Promise.resolve();
		const url = await upstream((_request, response) => {
			closed = once(response, "close");
			response.write("one");
		});

		const response = await client()({ method: "GET", url, headers: {}, signal: controller.signal });
		const iterator = response.body[Symbol.asyncIterator]();
		await iterator.next();
		const next = iterator.next();
		const began = performance.now();
		controller.abort();

		expect((await failure(next)).reason).toBe("aborted");
		await closed;
		expect(performance.now() - began).toBeLessThan(1000);
	});

	it("closes the connection when the reader leaves the loop", async () => {
		let closed: Promise<unknown> = Promise.resolve();
		const url = await upstream((_request, response) => {
			closed = once(response, "close");
			response.write("one");
		});

		const response = await client()({ method: "GET", url, headers: {} });
		for await (const _chunk of response.body) break;

		expect(await comesSoon(closed)).toBe(true);
	});

	it("keeps neither a listener nor a timer of a finished call", async () => {
		const time = fakeTime();
		const url = await upstream((_request, response) => response.end("ok"));
		const { signal } = new AbortController();
		const added: string[] = [];
		const removed: string[] = [];
		const { addEventListener, removeEventListener } = signal;
		signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
			added.push(args[0]);
			addEventListener.apply(signal, args);
		};
		signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
			removed.push(args[0]);
			removeEventListener.apply(signal, args);
		};

		await text(await client(time)({ method: "GET", url, headers: {}, signal }));

		expect(added.length).toBeGreaterThan(0);
		expect(removed).toEqual(added);
		expect(time.running()).toBe(0);
	});

	it("says that the answer broke off when it did, after handing on what came", async () => {
		const url = await rawUpstream((socket) => {
			socket.once("data", () => {
				socket.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf");
				socket.end();
			});
		});

		const response = await client()({ method: "GET", url, headers: {} });
		const iterator = response.body[Symbol.asyncIterator]();
		const first = await iterator.next();

		expect(Buffer.from(first.value ?? []).toString()).toBe("half");
		expect((await failure(iterator.next())).reason).toBe("broken");
	});

	it.each([
		["no HTTP", "hello\r\n\r\n"],
		["half of the headers", "HTTP/1.1 200 OK\r\ncontent-le"],
		["nothing", ""],
	])("says that the connection broke when the other side sends %s", async (_what, bytes) => {
		const url = await rawUpstream((socket) => socket.once("data", () => socket.end(bytes)));

		const error = await failure(client()({ method: "GET", url, headers: {} }));

		expect(error.reason).toBe("broken");
	});

	it("gives up when the headers do not come in time", async () => {
		const time = fakeTime();
		const asked = Promise.withResolvers<void>();
		let closed: Promise<unknown> = Promise.resolve();
		const url = await upstream((_request, response) => {
			closed = once(response, "close");
			asked.resolve();
		});
		const answer = failure(client(time)({ method: "GET", url, headers: {}, silenceMs: 2500 }));
		await asked.promise;

		time.pass(2500);

		expect(await answer).toMatchObject({ reason: "timeout", message: `${url} did not answer within 2.5 s` });
		expect(await comesSoon(closed)).toBe(true);
	});

	it("gives up on an answer that falls silent, before its first byte or after, and only then", async () => {
		const time = fakeTime();
		let answer: ServerResponse | undefined;
		let closed: Promise<unknown> = Promise.resolve();
		const url = await upstream((_request, response) => {
			answer = response;
			closed = once(response, "close");
			response.flushHeaders();
		});
		const http = client(time);
		const silent = await http({ method: "GET", url, headers: {}, silenceMs: 2500 });
		time.pass(2500);
		const never = await failure(text(silent));

		const slow = await http({ method: "GET", url, headers: {}, silenceMs: 2500 });
		const pieces = slow.body[Symbol.asyncIterator]();
		const said: string[] = [];
		for (const word of ["one", "two", "three"]) {
			time.pass(2499);
			answer?.write(word);
			said.push(Buffer.from((await pieces.next()).value ?? []).toString());
		}
		const next = failure(pieces.next());
		time.pass(2500);

		const fault = { reason: "timeout", message: `${url} sent nothing more within 2.5 s` };
		expect([never, await next]).toMatchObject([fault, fault]);
		expect(said).toEqual(["one", "two", "three"]);
		expect(await comesSoon(closed)).toBe(true);
	});

	it("gives up after five minutes of silence where the caller says nothing else", async () => {
		const time = fakeTime();
		const url = await upstream((_request, response) => response.write("one"));
		const pieces = (await client(time)({ method: "GET", url, headers: {} })).body[Symbol.asyncIterator]();
		await pieces.next();
		const next = failure(pieces.next());

		time.pass(300_000);

		expect((await next).reason).toBe("timeout");
	});

	it("tells a refused connection from a name that does not exist and from TLS spoken to a plain server", async () => {
		const url = await upstream((_request, response) => response.end());
		const http = client({
			resolve: async (hostname) => {
				throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: "ENOTFOUND" });
			},
		});

		expect((await failure(http({ method: "GET", url: "http://127.0.0.1:1/", headers: {} }))).reason).toBe("connect");
		expect((await failure(http({ method: "GET", url: "http://localhost:1/", headers: {} }))).reason).toBe("dns");
		expect((await failure(http({ method: "GET", url: url.replace("http:", "https:"), headers: {} }))).reason).toBe("tls");
	});

	it("does not name a credential that HTTP cannot carry", async () => {
		const error = await failure(client()({ method: "GET", url: "http://127.0.0.1:1/", headers: { authorization: "Bearer se\ncret" } }));

		expect(`${error} ${error.cause}`).not.toContain('cret"');
		expect(error.message).toBe("the request to http://127.0.0.1:1 could not be sent");
	});
});

describe("a kept connection that the other side closed", () => {
	it("is replaced once, with a new one", async () => {
		const requests: number[] = [];
		const url = await rawUpstream((socket, index) => {
			socket.on("data", () => {
				requests.push(index);
				if (index === 0 && requests.length === 2) socket.resetAndDestroy();
				else socket.write(okAnswer);
			});
		});
		const http = client();

		await text(await http({ method: "POST", url, headers: {}, body: "1" }));
		const answer = await text(await http({ method: "POST", url, headers: {}, body: "2" }));

		expect(answer).toBe("ok");
		expect(requests).toEqual([0, 0, 1]);
	});

	it("is not replaced when a byte of an answer had come", async () => {
		const requests: number[] = [];
		const url = await rawUpstream((socket, index) => {
			socket.on("data", () => {
				requests.push(index);
				if (requests.length === 2) socket.end("HTTP/1.1 200 OK\r\nx-half");
				else socket.write(okAnswer);
			});
		});
		const http = client();

		await text(await http({ method: "POST", url, headers: {}, body: "1" }));
		const error = await failure(http({ method: "POST", url, headers: {}, body: "2" }));

		expect(error.reason).toBe("broken");
		expect(requests).toEqual([0, 0]);
	});

	it("fails a first connection that is reset, without another try", async () => {
		const requests: number[] = [];
		const url = await rawUpstream((socket, index) => {
			socket.on("data", () => {
				requests.push(index);
				socket.resetAndDestroy();
			});
		});

		const error = await failure(client()({ method: "POST", url, headers: {}, body: "1" }));

		expect(error.reason).toBe("broken");
		expect(requests).toEqual([0]);
	});
});

describe("the guard", () => {
	const at =
		(...addresses: string[]) =>
		async () =>
			addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

	it.each([
		"http://127.0.0.1:9/",
		"http://[::1]:9/",
		"http://0x7f.1:9/",
		"http://169.254.169.254/",
		"http://[::ffff:127.0.0.1]:9/",
		"http://10.0.0.1/",
		"http://0.0.0.0/",
	])("never calls %s from a deployed stage", async (url) => {
		expect((await failure(client({ guard: "public-only" })({ method: "GET", url, headers: {} }))).reason).toBe("refused-address");
	});

	it.each([[["127.0.0.1"]], [["169.254.169.254"]], [["1.1.1.1", "10.0.0.1"]], [["2606:4700::1", "fd00:ec2::254"]], [["::1"]]])(
		"never calls a name that resolves to %j",
		async (addresses) => {
			const http = client({ guard: "public-only", resolve: at(...addresses) });

			const error = await failure(http({ method: "GET", url: "http://localhost:9/", headers: {} }));

			expect(error.reason).toBe("refused-address");
		},
	);

	it("never calls metadata on a laptop or a test stage either", async () => {
		for (const guard of ["loopback-and-public", "allow-private"] as const) {
			const http = client({ guard, resolve: at("169.254.169.254") });
			expect((await failure(http({ method: "GET", url: "http://localhost:9/", headers: {} }))).reason).toBe("refused-address");
			expect((await failure(http({ method: "GET", url: "http://169.254.169.254/", headers: {} }))).reason).toBe("refused-address");
		}
	});

	it("connects to the address it has checked and resolves no second time", async () => {
		const url = await upstream((request, response) => response.end(request.headers.host));
		const { port } = new URL(url);
		const answers = ["127.0.0.1", "169.254.169.254"];
		const http = client({ resolve: async () => [{ address: answers.shift() ?? "", family: 4 }] });

		const answer = await text(await http({ method: "GET", url: `http://localhost:${port}/`, headers: {} }));

		expect(answer).toBe(`localhost:${port}`);
		expect(answers).toEqual(["169.254.169.254"]);
	});

	it("refuses what is no http URL", async () => {
		for (const url of ["file:///etc/passwd", "nonsense", "unix:/var/run/docker.sock"]) {
			expect((await failure(client()({ method: "GET", url, headers: {} }))).reason).toBe("connect");
		}
	});
});

it("closes its idle connections when it is closed", async () => {
	const sockets: Socket[] = [];
	const url = await rawUpstream((socket) => {
		sockets.push(socket);
		socket.on("data", () => socket.write(okAnswer));
	});
	const http = client();
	await text(await http({ method: "GET", url, headers: {} }));
	const closed = sockets.map((socket) => once(socket, "close"));

	http.close();

	await Promise.all(closed);
	expect(sockets).toHaveLength(1);
});
