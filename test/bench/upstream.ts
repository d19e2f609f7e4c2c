import { createServer } from "node:http";
import { announce } from "./announce.ts";

/** The cheapest OpenAI-compatible provider there can be: fixed answers, so that what is measured is what lies between. */
const whole = JSON.stringify({
	id: "chatcmpl-bench",
	object: "chat.completion",
	created: 1,
	model: "bench",
	choices: [{ index: 0, message: { role: "assistant", content: "Hello from the bench." }, finish_reason: "stop" }],
	usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
});
const chunkCount = 64;
const chunk = (delta: object, finish: string | null): string =>
	`data: ${JSON.stringify({ id: "chatcmpl-bench", object: "chat.completion.chunk", created: 1, model: "bench", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const frames = [
	chunk({ role: "assistant", content: "" }, null),
	...Array.from({ length: chunkCount - 3 }, (_, index) => chunk({ content: ` word${index}` }, null)),
	chunk({}, "stop"),
	"data: [DONE]\n\n",
];

const server = createServer((request, response) => {
	let body = "";
	request.setEncoding("utf8");
	request.on("data", (text: string) => {
		body += text;
	});
	request.on("end", () => {
		if (request.method === "GET")
			return void response.writeHead(200, { "content-type": "application/json" }).end('{"object":"list","data":[]}');
		if (!body.includes('"stream":true')) {
			return void response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(whole) }).end(whole);
		}
		response.writeHead(200, { "content-type": "text/event-stream" });
		let next = 0;
		const write = (): void => {
			response.write(frames[next++]);
			if (next === frames.length) response.end();
			else setImmediate(write);
		};
		write();
	});
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => announce(server));
