import type { FieldNames } from "../field-names.ts";

export const fieldNames: FieldNames = new Map([
	["messages", "input"],
	["logprobs", "top_logprobs"],
	["max_tokens", "max_output_tokens"],
	["response_format", "text.format"],
	["json_schema", "text.format"],
	["reasoning_effort", "reasoning.effort"],
]);
