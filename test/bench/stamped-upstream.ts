import { createServer } from "node:http";
import { announce } from "./announce.ts";

/**
 * A provider whose every chunk says when it was written, in ns of the clock that all processes of a machine share. How many, and how many ms apart, stand in
 * the request: `chunks=100 gap=1`.
 */
const chunk = (content: string, finish: string | null = null): string =>
	`data: ${JSON.stringify({ id: "chatcmpl-bench", object: "chat.completion.chunk", created: 1, model: "bench", choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;

const server = createServer((request, response) => {
	let body = "";
	request.setEncoding("utf8");
	request.on("data", (text: string) => {
		body += text;
	});
	request.on("end", () => {
		if (request.method === "GET")
			return void response.writeHead(200, { "content-type": "application/json" }).end('{"object":"list","data":[]}');
		const [, chunks = "0", gap = "0"] = /chunks=(\d+) gap=(\d+)/.exec(body) ?? [];
		response.writeHead(200, { "content-type": "text/event-stream" });
		let left = Number(chunks);
		const write = (): void => {
			if (response.destroyed) return;
			if (left-- === 0) return void response.end(`${chunk("", "stop")}data: [DONE]\n\n`);
			const room = response.write(chunk(` at=${process.hrtime.bigint()} `));
			if (!room) response.once("drain", write);
			else if (gap === "0") setImmediate(write);
			else setTimeout(write, Number(gap));
		};
		write();
	});
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => announce(server));
