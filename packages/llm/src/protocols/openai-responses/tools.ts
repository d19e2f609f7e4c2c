import { defined } from "../../chat/json.ts";
import type { JsonObject, Tool, ToolCallPart, ToolChoice } from "../../chat/request.ts";
import type { RequestBody, ToolChoiceBody } from "./schema.ts";

/** The function tools; what else there is, see `untranslatable`. */
export const parseTools = (tools: RequestBody["tools"]): Tool[] =>
	(tools ?? []).flatMap((tool, at) =>
		tool.type === "other"
			? []
			: defined({
					name: tool.name,
					description: tool.description ?? undefined,
					parameters: tool.parameters ?? undefined,
					strict: tool.strict ?? undefined,
					path: `tools[${at}].name`,
				}),
	);

export function parseToolChoice(choice: ToolChoiceBody | null | undefined): ToolChoice | undefined {
	if (!choice) return undefined;
	if (typeof choice === "string") return { type: choice };
	switch (choice.type) {
		case "function":
			return { type: "tool", name: choice.name };
		case "allowed_tools":
			return {
				type: "allowed",
				names: choice.tools.flatMap((tool) => (tool.type === "function" ? [tool.name] : [])),
				required: choice.mode === "required",
			};
		case "other":
			return undefined;
	}
}

/** `strict` is always said: this protocol alone takes a tool that says nothing for a strict one. */
export const buildTool = ({ name, description, parameters, strict }: Tool): JsonObject =>
	defined({
		type: "function",
		name,
		description,
		parameters: parameters ?? { type: "object", properties: {} },
		strict: strict ?? false,
	});

const named = (name: string): JsonObject => ({ type: "function", name });

export function buildToolChoice(choice: ToolChoice): string | JsonObject {
	switch (choice.type) {
		case "tool":
			return named(choice.name);
		case "allowed":
			return { type: "allowed_tools", mode: choice.required ? "required" : "auto", tools: choice.names.map(named) };
		default:
			return choice.type;
	}
}

export const buildCall = ({ id, name, arguments: text }: Omit<ToolCallPart, "type">): JsonObject => ({
	type: "function_call",
	call_id: id,
	name,
	arguments: text,
});
