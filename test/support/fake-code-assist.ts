import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import { answer } from "./fake-upstream/answer.ts";
import { gemini } from "./fake-upstream/gemini.ts";
import { isObject, type JsonObject, list, object, parseObject, text } from "./fake-upstream/json.ts";

export interface CodeAssistCall {
	/** `generateContent`, `loadCodeAssist`, … */
	readonly method: string;
	readonly headers: IncomingMessage["headers"];
	readonly body: JsonObject;
}

/** One host of Code Assist in Antigravity's variant (facts `antigravity.md`): it speaks the envelope and refuses what the real one is known to refuse. */
export interface FakeCodeAssist {
	readonly origin: string;
	readonly calls: CodeAssistCall[];
	/** The project of the account, null until it is onboarded. */
	project: string | null;
	/** Answers of chats from now on: a status, or null for usual ones. */
	chatStatus: { readonly status: number; readonly body?: JsonObject } | null;
	/** The list of models is answered with 429. */
	listLimited: boolean;
	/** Calls of `onboardUser` that say "not done" first. */
	onboardsSlowly: number;
	/** Bearer tokens that are refused. */
	readonly refused: Set<string>;
	close(): Promise<void>;
}

export const servedModels = ["gemini-3-flash", "claude-sonnet-4-5"] as const;

/** Words that schemas may not hold (400). */
const badWords = ["const", "$ref", "$defs", "$schema", "$id", "default", "examples", "additionalProperties"];
const envelopeFields = ["project", "model", "userAgent", "requestType", "requestId", "request", "enabled_credit_types"];
const anthropicFields = ["messages", "max_tokens", "anthropic_version"];

export async function startFakeCodeAssist(): Promise<FakeCodeAssist> {
	const server = createServer((request, response) => void serve(fake, request, response));
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const fake: FakeCodeAssist = {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls: [],
		project: "project-of-ann",
		chatStatus: null,
		listLimited: false,
		onboardsSlowly: 0,
		refused: new Set(),
		close: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
	return fake;
}

async function serve(fake: FakeCodeAssist, request: IncomingMessage, response: ServerResponse): Promise<unknown> {
	const send = (status: number, body: unknown): void =>
		void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
	const url = new URL(request.url ?? "/", "http://fake");
	const method = /^\/v1internal:(\w+)$/.exec(url.pathname)?.[1] ?? "";
	const body = parseObject(await readText(request)) ?? {};
	fake.calls.push({ method, headers: request.headers, body });
	const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
	if (request.method !== "POST" || method === "") return send(404, gemini.error(404));
	if (token === undefined || fake.refused.has(token)) return send(401, gemini.error(401));
	switch (method) {
		case "loadCodeAssist":
			return send(200, {
				allowedTiers: [{ id: "free-tier", isDefault: true }],
				...(fake.project && { cloudaicompanionProject: fake.project }),
			});
		case "onboardUser":
			if (fake.onboardsSlowly-- > 0) return send(200, { name: "operations/1", done: false });
			fake.project = "project-made";
			return send(200, { done: true, response: { cloudaicompanionProject: { id: fake.project } } });
		case "fetchAvailableModels":
			if (fake.listLimited) return send(429, gemini.error(429));
			return send(200, {
				models: Object.fromEntries(servedModels.map((id) => [id, { displayName: id, quotaInfo: { remainingFraction: 1 } }])),
			});
		case "generateContent":
		case "streamGenerateContent":
			return chat(fake, method, url, body, send, response);
		default:
			return send(404, gemini.error(404));
	}
}

function chat(
	fake: FakeCodeAssist,
	method: string,
	url: URL,
	body: JsonObject,
	send: (status: number, body: unknown) => void,
	response: ServerResponse,
): unknown {
	if (fake.chatStatus) return send(fake.chatStatus.status, fake.chatStatus.body ?? gemini.error(fake.chatStatus.status));
	const model = text(body.model);
	if (!servedModels.some((id) => id === model)) return send(404, gemini.error(404));
	const asked = object(body.request);
	const { sessionId: _sessionId, ...plain } = asked;
	const prompt = { ...gemini.readPrompt(plain, url), model, stream: method === "streamGenerateContent" };
	const wrong = [...faultsOf(fake, body, asked, model), ...gemini.check(plain, prompt)];
	if (wrong.length > 0) return send(400, gemini.error(400, wrong.join("; ")));
	const said = answer(prompt, { serial: fake.calls.length, pieces: undefined });
	if (!prompt.stream) return send(200, { response: gemini.whole(said), traceId: "trace-1" });
	response.writeHead(200, { "content-type": "text/event-stream" });
	for (const frame of gemini.frames(said, prompt)) {
		response.write(`data: ${JSON.stringify({ response: JSON.parse(frame.slice("data: ".length)), traceId: "trace-1" })}\n\n`);
	}
	return response.end();
}

function faultsOf(fake: FakeCodeAssist, body: JsonObject, asked: JsonObject, model: string): string[] {
	const config = object(asked.generationConfig);
	const declared = list(asked.tools).flatMap((tool) => list(object(tool).functionDeclarations).map(object));
	const mode = object(object(asked.toolConfig).functionCallingConfig).mode;
	const isClaude = model.startsWith("claude");
	const faults: readonly (readonly [boolean, string])[] = [
		[body.project !== fake.project, "project is not the account's"],
		[!Object.keys(body).every((name) => envelopeFields.includes(name)), "unknown name in the envelope"],
		[text(body.requestId) === "", "requestId is missing"],
		[!/^-\d{19}$/.test(text(asked.sessionId)), "sessionId is malformed"],
		[anthropicFields.some((name) => name in asked), "unknown Anthropic name"],
		[!isClaude && ("maxOutputTokens" in config || "safetySettings" in asked), "not for Gemini models here"],
		[isClaude && declared.length > 0 && mode !== "VALIDATED", "tools of Claude models are to be VALIDATED"],
		[declared.some((tool) => "parametersJsonSchema" in tool), "parametersJsonSchema is unknown"],
		[declared.some((tool) => holdsBadWord(tool.parameters)), "schema holds what is not supported"],
		[asked.systemInstruction !== undefined && !Array.isArray(object(asked.systemInstruction).parts), "systemInstruction must have parts"],
	];
	return faults.filter(([is]) => is).map(([, what]) => what);
}

/** At schema positions only: a property may be called anything. */
function holdsBadWord(schema: unknown): boolean {
	if (Array.isArray(schema)) return schema.some(holdsBadWord);
	if (!isObject(schema)) return false;
	const { properties, ...words } = schema;
	return (
		badWords.some((word) => word in words) ||
		Object.values(words).some(holdsBadWord) ||
		Object.values(object(properties)).some(holdsBadWord)
	);
}
