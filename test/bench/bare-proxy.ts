import { Agent, request as call, createServer } from "node:http";
import { announce } from "./announce.ts";

/** What any Node gateway costs at least: the body read whole, sent on, the answer piped back. */
const upstream = new URL(process.argv[2] ?? "");
const agent = new Agent({ keepAlive: true, scheduling: "lifo" });

const server = createServer((request, response) => {
	const chunks: Buffer[] = [];
	request.on("data", (chunk: Buffer) => chunks.push(chunk));
	request.on("end", () => {
		const body = Buffer.concat(chunks);
		const headers = { "content-type": "application/json", "content-length": body.length, authorization: "Bearer bench" };
		const onward = call(
			{ agent, host: upstream.hostname, port: upstream.port, path: request.url, method: request.method, headers },
			(answer) => {
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(response);
			},
		);
		onward.on("error", () => response.destroy());
		onward.end(body);
	});
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => announce(server));
