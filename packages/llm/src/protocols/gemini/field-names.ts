import type { FieldNames } from "../field-names.ts";

export const fieldNames: FieldNames = new Map([
	["messages", "contents"],
	["n", "generationConfig.candidateCount"],
	["logprobs", "generationConfig.responseLogprobs"],
	["audio", "generationConfig.responseModalities"],
	["tool_choice", "toolConfig.functionCallingConfig"],
	["max_tokens", "generationConfig.maxOutputTokens"],
	["temperature", "generationConfig.temperature"],
	["top_p", "generationConfig.topP"],
	["top_k", "generationConfig.topK"],
	["seed", "generationConfig.seed"],
	["presence_penalty", "generationConfig.presencePenalty"],
	["frequency_penalty", "generationConfig.frequencyPenalty"],
	["response_format", "generationConfig.responseMimeType"],
	["json_schema", "generationConfig.responseJsonSchema"],
	["reasoning_effort", "generationConfig.thinkingConfig"],
	["thinking", "generationConfig.thinkingConfig"],
]);
