import { type JsonObject, list, number, object, text } from "../fake-upstream/json.ts";
import { type Asked, citySchema, imageUrl, onePixel, oslo, type Turn } from "./asked.ts";
import type { MatrixClient } from "./client.ts";
import { errorIn, eventsOf, nothingRead, parsed, type Reading } from "./reading.ts";

/** Google's SDKs send a signature back with the first of several calls. */
const thoughtSignature = "RmFrZVRob3VnaHQ=";

function contentsOf(turn: Turn): JsonObject[] {
	switch (turn.by) {
		case "system":
			return [];
		case "user": {
			const mimeType = "image/png";
			const image = turn.image === "url" ? { fileData: { mimeType, fileUri: imageUrl } } : { inlineData: { mimeType, data: onePixel } };
			return [{ role: "user", parts: [...(turn.image ? [image] : []), { text: turn.text }] }];
		}
		case "model":
			return [{ role: "model", parts: [{ text: turn.text }] }];
		case "model calling": {
			const parts = turn.calls.map(({ id, name }, at) => ({
				functionCall: { ...(id !== "" && { id }), name, args: oslo },
				...(at === 0 && { thoughtSignature }),
			}));
			return [{ role: "model", parts }];
		}
		case "tools": {
			const parts = turn.results.map(({ id, name, text: output }) => ({
				functionResponse: { ...(id !== "" && { id }), name, response: { output } },
			}));
			return [{ role: "user", parts }];
		}
	}
}

function body({ turns, tools, structured, reasoning, maxTokens, answers, logprobs, audio }: Asked): JsonObject {
	const system = turns.flatMap((turn) => (turn.by === "system" ? [{ text: turn.text }] : []));
	const config = {
		...(structured && { responseMimeType: "application/json", responseJsonSchema: citySchema }),
		...(reasoning && { thinkingConfig: { thinkingLevel: "HIGH", includeThoughts: true } }),
		...(maxTokens && { maxOutputTokens: maxTokens }),
		...(answers && { candidateCount: answers }),
		...(logprobs && { responseLogprobs: true, logprobs: 2 }),
		...(audio && { responseModalities: ["AUDIO"] }),
	};
	return {
		contents: turns.flatMap(contentsOf),
		...(system.length > 0 && { systemInstruction: { parts: system } }),
		...(tools && { tools: [{ functionDeclarations: tools.map((name) => ({ name, parametersJsonSchema: citySchema })) }] }),
		...(Object.keys(config).length > 0 && { generationConfig: config }),
	};
}

const finishes: Record<string, Reading["finish"]> = { STOP: "stop", MAX_TOKENS: "length", SAFETY: "refused" };

/** A whole answer is read as a stream of one chunk. */
function read(answer: string, streamed: boolean): Reading {
	let reading = nothingRead;
	for (const chunk of streamed ? eventsOf(answer) : [object(parsed(answer))]) {
		const candidate = object(list(chunk.candidates)[0]);
		const parts = list(object(candidate.content).parts).map(object);
		const usage = object(chunk.usageMetadata);
		const said = (thought: boolean): string => parts.map((part) => ((part.thought === true) === thought ? text(part.text) : "")).join("");
		const called = parts.map((part) => object(part.functionCall)).filter(({ name }) => text(name) !== "");
		const calls = [...reading.calls, ...called.map(({ id, name, args }) => ({ id: text(id), name: text(name), input: args }))];
		const finish = finishes[text(candidate.finishReason)] ?? reading.finish;
		reading = {
			text: reading.text + said(false),
			reasoning: reading.reasoning + said(true),
			calls,
			finish: finish === "stop" && calls.length > 0 ? "tools" : finish,
			input: number(usage.promptTokenCount) ?? reading.input,
			output: number(usage.candidatesTokenCount) ?? reading.output,
			error: reading.error + errorIn(chunk),
		};
	}
	return reading;
}

const path = (model: string, stream: boolean): string =>
	`/v1beta/models/${model}:${stream ? "streamGenerateContent?alt=sse" : "generateContent"}`;

export const geminiClient: MatrixClient = { id: "gemini", path, body, read };
