import { defined } from "../../chat/json.ts";
import type { JsonObject, Tool, ToolCallPart, ToolChoice } from "../../chat/request.ts";
import type { FunctionBody, RequestBody, ToolBody, ToolChoiceBody } from "./schema.ts";

/** The function tools; the older `functions` are tools too. */
export function parseTools({ tools, functions }: Pick<RequestBody, "tools" | "functions">): Tool[] {
	const current = (tools ?? []).flatMap((tool: ToolBody, at) =>
		tool.type === "function" ? [parseFunction(tool.function, `tools[${at}].function.name`)] : [],
	);
	return [...current, ...(functions ?? []).map((body, at) => parseFunction(body, `functions[${at}].name`))];
}

const parseFunction = ({ name, description, parameters, strict }: FunctionBody, path: string): Tool =>
	defined({
		name,
		description: description ?? undefined,
		parameters: parameters ?? undefined,
		strict: strict ?? undefined,
		path,
	});

export function parseToolChoice({
	tool_choice,
	function_call,
}: Pick<RequestBody, "tool_choice" | "function_call">): ToolChoice | undefined {
	if (tool_choice) return currentChoice(tool_choice);
	if (!function_call) return undefined;
	return typeof function_call === "string" ? { type: function_call } : { type: "tool", name: function_call.name };
}

function currentChoice(choice: ToolChoiceBody): ToolChoice | undefined {
	if (typeof choice === "string") return { type: choice };
	switch (choice.type) {
		case "function":
			return { type: "tool", name: choice.function.name };
		case "allowed_tools": {
			const { mode, tools } = choice.allowed_tools;
			return {
				type: "allowed",
				names: tools.flatMap((tool) => (tool.type === "function" ? [tool.function.name] : [])),
				required: mode === "required",
			};
		}
		case "other":
			return undefined;
	}
}

export const buildTool = ({ name, description, parameters, strict }: Tool): JsonObject => ({
	type: "function",
	function: defined({ name, description, parameters, strict }),
});

const named = (name: string): JsonObject => ({ type: "function", function: { name } });

export function buildToolChoice(choice: ToolChoice): string | JsonObject {
	switch (choice.type) {
		case "tool":
			return named(choice.name);
		case "allowed":
			return {
				type: "allowed_tools",
				allowed_tools: { mode: choice.required ? "required" : "auto", tools: choice.names.map(named) },
			};
		default:
			return choice.type;
	}
}

export const buildToolCall = ({ id, name, arguments: text }: ToolCallPart): JsonObject => ({
	id,
	type: "function",
	function: { name, arguments: text },
});
