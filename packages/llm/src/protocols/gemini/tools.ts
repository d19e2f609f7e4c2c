import type { ChatRequest, JsonObject, Tool, ToolChoice } from "../../chat/request.ts";
import { type Warn, warnDropped } from "../loss.ts";

/** Functions begin with a letter or `_`. */
export const toolName = /^[A-Za-z_][A-Za-z0-9_.:-]{0,63}$/;

/** A name in the history is never called again, so it may be changed to one that is accepted. */
export function historyName(name: string): string {
	const spelt = name.replaceAll(/[^A-Za-z0-9_.:-]/g, "_");
	return (/^[A-Za-z_]/.test(spelt) ? spelt : `_${spelt}`).slice(0, 64);
}

/** `tools` and `toolConfig`. */
export function toolFields({ tools, toolChoice, parallelToolCalls }: ChatRequest, warn: Warn): JsonObject {
	if (tools.length === 0) {
		if (toolChoice !== undefined && toolChoice.type !== "none") warn("dropped: tool_choice");
		return {};
	}
	const strict = tools.some((tool) => tool.strict === true) || undefined;
	warnDropped({ parallel_tool_calls: parallelToolCalls === false || undefined, "tools.strict": strict }, warn);
	const offered = toolChoice?.type === "allowed" ? tools.filter((tool) => toolChoice.names.includes(tool.name)) : tools;
	const mode = toolChoice && modeOf(toolChoice);
	return { tools: [{ functionDeclarations: offered.map(declaration) }], ...(mode && { toolConfig: { functionCallingConfig: mode } }) };
}

const declaration = (tool: Tool): JsonObject => ({
	name: tool.name,
	...(tool.description && { description: tool.description }),
	...(tool.parameters && { parametersJsonSchema: tool.parameters }),
});

/** `allowedFunctionNames` go with mode ANY alone; otherwise the other tools are simply not offered. */
function modeOf(choice: ToolChoice): JsonObject {
	switch (choice.type) {
		case "auto":
			return { mode: "AUTO" };
		case "none":
			return { mode: "NONE" };
		case "required":
			return { mode: "ANY" };
		case "tool":
			return { mode: "ANY", allowedFunctionNames: [choice.name] };
		case "allowed":
			return choice.required ? { mode: "ANY", allowedFunctionNames: [...choice.names] } : { mode: "AUTO" };
	}
}
