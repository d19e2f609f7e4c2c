import { randomUUID } from "node:crypto";
import type { Clock } from "@smart-router/core/clock.ts";
import { sandboxProvider } from "@smart-router/core/provider/sandbox.schema.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "@smart-router/llm/transport/http.ts";
import { reply } from "./reply.ts";

/** A host that can never resolve (RFC 6761): whatever is sent there stays in this process. */
export const sandboxBaseUrl = "http://sandbox.invalid/v1";

/** The account that is limited from time to time, so that a cooldown can be watched. */
export const flakyKey = "sandbox-backup";

const limitedEvery = 4;
const limitSeconds = 15;

/** Calls to the sandbox's host are answered in this process, all others go on to `http`. */
export function withSandbox(http: HttpClient, clock: Clock): HttpClient {
	const sandbox = createSandbox(clock);
	return (request) => (request.url.startsWith(`${sandboxBaseUrl}/`) ? sandbox(request) : http(request));
}

/** A simulated OpenAI-compatible upstream: it says that it is one, repeats what it was asked, and counts words as tokens. */
function createSandbox(clock: Clock): HttpClient {
	let flakyCalls = 0;
	let limitedUntil = 0;

	return async (request) => {
		const path = request.url.slice(sandboxBaseUrl.length);
		if (path === "/models")
			return json(200, { object: "list", data: [{ id: "sandbox-1", object: "model", created: 0, owned_by: sandboxProvider }] });
		if (path !== "/chat/completions") return json(404, { error: { message: `No ${path} here.`, type: "invalid_request_error" } });
		if (isFlaky(request)) {
			if (limitedUntil <= clock() && ++flakyCalls % limitedEvery === 0) limitedUntil = clock() + limitSeconds * 1000;
			const wait = Math.ceil((limitedUntil - clock()) / 1000);
			if (wait > 0) return limited(wait);
		}
		return answer(request, Math.floor(clock() / 1000));
	};
}

const isFlaky = (request: HttpRequest): boolean => request.headers["authorization"] === `Bearer ${flakyKey}`;

function answer(request: HttpRequest, created: number): HttpResponse {
	const head = { id: `chatcmpl-${randomUUID()}`, created, model: "sandbox-1" };
	const { text, stream, includeUsage, usage } = reply(String(request.body));
	if (!stream) {
		const message = { role: "assistant", content: text, refusal: null };
		return json(200, {
			...head,
			object: "chat.completion",
			choices: [{ index: 0, message, logprobs: null, finish_reason: "stop" }],
			usage,
		});
	}
	const chunk = (rest: object): string => `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", ...rest })}\n\n`;
	const choice = (delta: object, finish: string | null): string => chunk({ choices: [{ index: 0, delta, finish_reason: finish }] });
	const words = text.match(/\S+\s*/g) ?? [];
	return {
		status: 200,
		headers: { "content-type": "text/event-stream" },
		body: (async function* () {
			yield Buffer.from(choice({ role: "assistant", content: "" }, null));
			for (const word of words) yield Buffer.from(choice({ content: word }, null));
			yield Buffer.from(choice({}, "stop"));
			if (includeUsage) yield Buffer.from(chunk({ choices: [], usage }));
			yield Buffer.from("data: [DONE]\n\n");
		})(),
	};
}

const limited = (seconds: number): HttpResponse =>
	json(
		429,
		{ error: { message: `The sandbox limits this account for ${seconds} s.`, type: "rate_limit_error", code: "rate_limit_exceeded" } },
		{ "retry-after": String(seconds) },
	);

function json(status: number, body: object, headers: Record<string, string> = {}): HttpResponse {
	const bytes = Buffer.from(JSON.stringify(body));
	return {
		status,
		headers: { "content-type": "application/json", ...headers },
		body: (async function* () {
			yield bytes;
		})(),
	};
}
