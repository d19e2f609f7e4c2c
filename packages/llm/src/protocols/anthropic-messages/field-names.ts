import type { FieldNames } from "../field-names.ts";

export const fieldNames: FieldNames = new Map([
	["response_format", "output_config.format"],
	["json_schema", "output_config.format"],
	["parallel_tool_calls", "tool_choice.disable_parallel_tool_use"],
	["reasoning_effort", "output_config.effort"],
	["user", "metadata.user_id"],
]);
