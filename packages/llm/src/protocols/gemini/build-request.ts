import type { ChatRequest, JsonObject } from "../../chat/request.ts";
import { jsonInstruction } from "../json-instruction.ts";
import { refuseContent, refuseOtherAnswers, refuseToolNames, refuseUnknownChoice, type Warn, warnDropped } from "../loss.ts";
import type { BuiltRequest, ModelFacts } from "../protocol.ts";
import { conversationOf } from "../turns.ts";
import { contentsOf } from "./contents.ts";
import { generationConfig, needsInstruction } from "./generation-config.ts";
import { mediaProblem } from "./media.ts";
import { ownReasoning } from "./signature.ts";
import { toolFields, toolName } from "./tools.ts";

/**
 * The hub's request as the body of `:generateContent` and `:streamGenerateContent`. The model and whether it streams stand in the URL, not here.
 * Throws `InvalidRequest`.
 */
export function buildRequest(request: ChatRequest, model: ModelFacts): BuiltRequest {
	refuseOtherAnswers(request, "Gemini");
	refuseContent(request, mediaProblem);
	refuseToolNames(request, toolName, "Gemini");
	refuseUnknownChoice(request);

	const warnings = new Set<string>();
	const warn: Warn = (warning) => warnings.add(warning);
	const { system, turns } = conversationOf(request, { callId: (id) => id || "call", keepReasoning: ownReasoning(model), warn });
	const systemParts = [...system.map((part) => part.text), ...instruction(request, model, warn)].map((text) => ({ text }));
	const config = generationConfig(request, model, warn);
	warnOfLost(request, warn);

	const body: JsonObject = {
		contents: contentsOf(turns, model, warn),
		...(systemParts.length > 0 && { systemInstruction: { parts: systemParts } }),
		...toolFields(request, warn),
		...(config && { generationConfig: config }),
	};
	return { body, warnings: [...warnings] };
}

function instruction(request: ChatRequest, model: ModelFacts, warn: Warn): readonly string[] {
	if (request.responseFormat === undefined || !needsInstruction(request, model)) return [];
	warn("changed: response_format is asked for in words");
	return [jsonInstruction(request.responseFormat)];
}

function warnOfLost(request: ChatRequest, warn: Warn): void {
	const others = Object.fromEntries(request.otherFields.map((name) => [name, true]));
	warnDropped({ user: request.userId, prompt_cache_key: request.cacheKey, ...others }, warn);
}
