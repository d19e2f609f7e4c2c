import { check } from "../vendor-rules/gemini.ts";
import type { Answer, Prompt } from "./answer.ts";
import { bearer, type Dialect, dataFrame, words } from "./dialect.ts";
import { embedGemini } from "./embeddings.ts";
import { type JsonObject, list, number, object, text } from "./json.ts";

const partsOf = (content: unknown): readonly JsonObject[] => list(object(content).parts).map(object);
const partsText = (content: unknown): string =>
	partsOf(content)
		.map((part) => text(part.text))
		.join("");

function mediaOf(content: unknown): string[] {
	return partsOf(content)
		.map((part) => text(object(part.inlineData ?? part.fileData).mimeType))
		.filter((type) => type !== "");
}

function toolChoiceOf(config: JsonObject): Prompt["toolChoice"] {
	const calling = object(config.functionCallingConfig);
	if (calling.mode === "NONE") return "none";
	const name = text(list(calling.allowedFunctionNames)[0]);
	if (name) return { name };
	return calling.mode === "ANY" ? "required" : "auto";
}

const pathPattern = /\/models\/(.+):(generateContent|streamGenerateContent|countTokens)$/;

function readPrompt(body: JsonObject, url: URL): Prompt {
	const [, model = "", action = ""] = pathPattern.exec(decodeURIComponent(url.pathname)) ?? [];
	const contents = list(body.contents).map(object);
	const spoken = contents.findLast((content) => content.role !== "model" && partsText(content) !== "");
	const config = object(body.generationConfig);
	const thinking = object(config.thinkingConfig);
	const results = partsOf(contents.at(-1)).flatMap((part) => (part.functionResponse ? [object(part.functionResponse)] : []));
	const schema = config.responseJsonSchema ?? config.responseSchema;
	return {
		model,
		stream: action === "streamGenerateContent",
		allText: [partsText(body.systemInstruction), ...contents.map(partsText)].join("\n"),
		lastUserText: partsText(spoken),
		media: mediaOf(contents.at(-1)),
		toolResults: results.map((result) => JSON.stringify(result.response)),
		tools: list(body.tools)
			.flatMap((tool) => list(object(tool).functionDeclarations).map(object))
			.map((tool) => ({ name: text(tool.name), schema: object(tool.parametersJsonSchema ?? tool.parameters) })),
		toolChoice: toolChoiceOf(object(body.toolConfig)),
		maxTokens: number(config.maxOutputTokens),
		stop: list(config.stopSequences).map(text),
		schema: schema === undefined ? undefined : object(schema),
		reasoning: thinking.includeThoughts === true,
		includeUsage: true,
	};
}

const thoughtSignature = "RmFrZVRob3VnaHQ=";

/** One response object; in a stream each frame is one. */
function chunk(answer: Answer, parts: readonly JsonObject[], outputTokens: number, finished: boolean): JsonObject {
	return {
		candidates: [
			{
				content: { role: "model", parts },
				index: 0,
				...(finished ? { finishReason: answer.finish === "length" ? "MAX_TOKENS" : "STOP" } : {}),
			},
		],
		usageMetadata: {
			promptTokenCount: answer.inputTokens,
			candidatesTokenCount: outputTokens,
			totalTokenCount: answer.inputTokens + outputTokens,
			promptTokensDetails: [{ modality: "TEXT", tokenCount: answer.inputTokens }],
		},
		modelVersion: answer.model,
		responseId: `gemini-${answer.id}`,
	};
}

/** As Gemini 3 does: only the first call of several carries the signature. */
const callParts = (answer: Answer): readonly JsonObject[] =>
	answer.toolCalls.map((call, index) => ({
		functionCall: { name: call.name, args: call.input },
		...(index === 0 ? { thoughtSignature } : {}),
	}));

const thoughtParts = (answer: Answer): readonly JsonObject[] => (answer.reasoning ? [{ text: answer.reasoning, thought: true }] : []);

function whole(answer: Answer): JsonObject {
	const spoken = answer.pieces.length > 0 ? [{ text: answer.pieces.join("") }] : [];
	return chunk(answer, [...thoughtParts(answer), ...spoken, ...callParts(answer)], answer.outputTokens, true);
}

function frames(answer: Answer): readonly string[] {
	const parts = [...thoughtParts(answer), ...answer.pieces.map((piece) => ({ text: piece }))];
	const calls = callParts(answer);
	return [
		...parts.map((part, index) => dataFrame(chunk(answer, [part], index + 1, false))),
		dataFrame(chunk(answer, calls.length > 0 ? calls : [{ text: "" }], answer.outputTokens, true)),
	];
}

const errorOf: Record<number, readonly [status: string, message: string]> = {
	400: ["INVALID_ARGUMENT", "Request contains an invalid argument."],
	401: ["UNAUTHENTICATED", "Request had invalid authentication credentials."],
	403: ["PERMISSION_DENIED", "Permission denied."],
	404: ["NOT_FOUND", "The model is not found for API version v1beta."],
	429: ["RESOURCE_EXHAUSTED", "You exceeded your current quota."],
	503: ["UNAVAILABLE", "The model is overloaded. Please try again later."],
	504: ["DEADLINE_EXCEEDED", "Deadline expired before operation could complete."],
};

function error(code: number, message?: string): JsonObject {
	const [status, words] = errorOf[code] ?? ["INTERNAL", "An internal error has occurred."];
	return { error: { code, message: message ?? words, status } };
}

/** The refused-key answer is an INVALID_ARGUMENT with a reason of its own. */
const badKeyBody: JsonObject = {
	error: {
		code: 400,
		message: "API key not valid. Please pass a valid API key.",
		status: "INVALID_ARGUMENT",
		details: [
			{
				"@type": "type.googleapis.com/google.rpc.ErrorInfo",
				reason: "API_KEY_INVALID",
				domain: "googleapis.com",
				metadata: { service: "generativelanguage.googleapis.com" },
			},
		],
	},
};

export const gemini: Dialect = {
	id: "gemini",
	keyOf: (headers, url) => text(headers["x-goog-api-key"]) || (url.searchParams.get("key") ?? bearer(headers)),
	readPrompt,
	check: (body, prompt) => check(body, prompt.model),
	whole,
	frames,
	error,
	errorFrame: (message) => dataFrame(error(503, message)),
	count: (body) => ({ totalTokens: words(body) }),
	embed: embedGemini,
	models: (ids) => ({
		models: ids.map((id) => ({
			name: `models/${id}`,
			displayName: id,
			inputTokenLimit: 1_048_576,
			outputTokenLimit: 65_536,
			supportedGenerationMethods: ["generateContent", "countTokens"],
		})),
	}),
	defaultModels: ["gemini-fake"],
	badKey: { status: 400, body: badKeyBody },
	headers: () => ({ "x-gemini-service-tier": "standard", server: "scaffolding on HTTPServer2" }),
};
