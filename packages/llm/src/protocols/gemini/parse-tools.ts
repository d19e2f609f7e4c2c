import { defined } from "../../chat/json.ts";
import type { Tool, ToolChoice } from "../../chat/request.ts";
import { jsonSchemaOf } from "./json-schema.ts";
import type { Lose } from "./parse-contents.ts";
import type { RequestBody } from "./schema.ts";

/** The declared functions; Google's own tools have no place in the hub. */
export const parseTools = (tools: RequestBody["tools"], lose: Lose): Tool[] =>
	(tools ?? []).flatMap(({ functionDeclarations, ...others }, at) => {
		for (const name of Object.keys(others)) lose(`tools[${at}].${name}`);
		return (functionDeclarations ?? []).map(({ name, description, parameters, parametersJsonSchema }, place) =>
			defined({
				name,
				description: description ?? undefined,
				parameters: parametersJsonSchema ?? (parameters ? jsonSchemaOf(parameters) : undefined),
				path: `tools[${at}].functionDeclarations[${place}].name`,
			}),
		);
	});

export function parseToolChoice(config: RequestBody["toolConfig"], lose: Lose): ToolChoice | undefined {
	const { functionCallingConfig: calling, ...others } = config ?? {};
	for (const name of Object.keys(others)) lose(`toolConfig.${name}`);
	const names = calling?.allowedFunctionNames ?? [];
	const [only] = names;
	switch (calling?.mode?.toUpperCase()) {
		case "ANY":
			if (only !== undefined && names.length === 1) return { type: "tool", name: only };
			return names.length > 0 ? { type: "allowed", names, required: true } : { type: "required" };
		case "AUTO":
		case "VALIDATED":
			return names.length > 0 ? { type: "allowed", names, required: false } : { type: "auto" };
		case "NONE":
			return { type: "none" };
		default:
			return undefined;
	}
}
