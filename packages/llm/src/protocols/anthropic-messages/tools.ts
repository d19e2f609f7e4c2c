import type { ChatRequest, JsonObject, Tool, ToolChoice } from "../../chat/request.ts";
import type { Warn } from "../loss.ts";
import type { ModelFacts } from "../protocol.ts";
import { inputSchema } from "./input-schema.ts";
import { outputSchema } from "./output-schema.ts";

export const toolName = /^[A-Za-z0-9_-]{1,128}$/;

/** A name in the history is never called again, so it may be changed to one that is accepted. */
export const historyName = (name: string): string => name.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, 128) || "tool";

/**
 * `tools` and `tool_choice`.
 *
 * @param called names of the calls in the history: without tools of its own the request still has to define these
 */
export function toolFields(request: ChatRequest, called: readonly string[], model: ModelFacts, warn: Warn): JsonObject {
	if (request.tools.length === 0) {
		if (request.toolChoice !== undefined && request.toolChoice.type !== "none") warn("dropped: tool_choice");
		return called.length === 0 ? {} : { tools: [...new Set(called.map(historyName))].map(stub), tool_choice: { type: "none" } };
	}
	const choice = choiceOf(request.toolChoice, request.parallelToolCalls);
	return { tools: offered(request).map((tool) => toolOf(tool, model, warn)), ...(choice && { tool_choice: choice }) };
}

/** True when the model may not answer without a call. */
export const forcesTool = ({ tools, toolChoice }: ChatRequest): boolean =>
	tools.length > 0 &&
	(toolChoice?.type === "required" || toolChoice?.type === "tool" || (toolChoice?.type === "allowed" && toolChoice.required));

const stub = (name: string): JsonObject => ({ name, input_schema: inputSchema(undefined) });

function offered({ tools, toolChoice }: ChatRequest): readonly Tool[] {
	return toolChoice?.type === "allowed" ? tools.filter((tool) => toolChoice.names.includes(tool.name)) : tools;
}

function toolOf(tool: Tool, model: ModelFacts, warn: Warn): JsonObject {
	const schema = inputSchema(tool.parameters);
	const strict = tool.strict === true && model.structuredOutput === true;
	if (tool.strict === true && !strict) warn("dropped: tools.strict");
	return {
		name: tool.name,
		...(tool.description && { description: tool.description }),
		input_schema: strict ? outputSchema(schema) : schema,
		...(strict && { strict: true }),
	};
}

function choiceOf(choice: ToolChoice | undefined, parallel: boolean | undefined): JsonObject | undefined {
	const one = parallel === false ? { disable_parallel_tool_use: true } : {};
	switch (choice?.type) {
		case undefined:
			return parallel === false ? { type: "auto", ...one } : undefined;
		case "none":
			return { type: "none" };
		case "auto":
			return { type: "auto", ...one };
		case "required":
			return { type: "any", ...one };
		case "tool":
			return { type: "tool", name: choice.name, ...one };
		case "allowed":
			return { type: choice.required ? "any" : "auto", ...one };
	}
}
