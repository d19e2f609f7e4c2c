import { type JsonObject, list, object, text } from "../fake-upstream/json.ts";
import { itemRules } from "./openai-responses-items.ts";
import { inRange, isBlank, type Violations, violations, wantKnown, wantNames } from "./violations.ts";

const known = [
	...["model", "input", "instructions", "stream", "stream_options", "tools", "tool_choice", "parallel_tool_calls", "max_tool_calls"],
	...["max_output_tokens", "temperature", "top_p", "top_logprobs", "text", "reasoning", "include", "store", "metadata", "truncation"],
	...["previous_response_id", "conversation", "background", "prompt", "service_tier", "user", "safety_identifier", "prompt_cache_key"],
	...["prompt_cache_retention", "prompt_cache_options", "context_management", "moderation"],
];
const namePattern = /^[a-zA-Z0-9_-]{1,64}$/;
const efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

/** What `POST /v1/responses` refuses with 400 at OpenAI itself (facts: openai.md); empty when the body is accepted. */
export function check(body: JsonObject): string[] {
	const rules = violations();
	wantKnown(rules, body, known, (name) => `Unknown parameter: '${name}'.`);
	rules.want(!isBlank(body.model), "Missing required parameter: 'model'.");
	const items = typeof body.input === "string" ? [{ role: "user", content: body.input }] : list(body.input).map(object);
	rules.want(typeof body.input === "string" || Array.isArray(body.input), "Missing required parameter: 'input'.");
	itemRules(rules, items);
	toolRules(rules, body);
	numberRules(rules, body);
	formatRules(rules, body);
	const { effort } = object(body.reasoning);
	rules.want(effort === undefined || effort === null || efforts.includes(text(effort)), "Invalid value: 'reasoning.effort'");
	rules.want(
		body.stream_options === undefined || body.stream === true,
		"The 'stream_options' parameter is only allowed when 'stream' is enabled.",
	);
	return rules.found;
}

function toolRules(rules: Violations, body: JsonObject): void {
	const tools = list(body.tools).map(object);
	const functions = tools.filter((tool) => tool.type === "function");
	rules.want(
		functions.every((tool) => tool.function === undefined && Object.hasOwn(tool, "parameters")),
		"Missing required parameter: 'tools[].parameters'.",
	);
	wantNames(
		rules,
		functions.map((tool) => tool.name),
		namePattern,
		"tools",
	);
	const choice = object(body.tool_choice);
	if (body.tool_choice === undefined) return;
	rules.want(tools.length > 0, "Tool choices are only allowed when 'tools' are specified.");
	const wanted = choice.type === "function" ? [choice] : list(choice.tools).map(object);
	const names = functions.map((tool) => tool.name);
	rules.want(
		wanted.every((wish) => wish.type !== "function" || names.includes(wish.name)),
		"Tool choice not found in 'tools' parameter.",
	);
}

function numberRules(rules: Violations, body: JsonObject): void {
	const within = (name: string, least: number, most: number): void =>
		rules.want(
			body[name] === undefined || body[name] === null || inRange(body[name], least, most),
			`Invalid '${name}': expected a value from ${least} to ${most}`,
		);
	within("temperature", 0, 2);
	within("top_p", 0, 1);
	within("top_logprobs", 0, 20);
	within("max_output_tokens", 16, 10_000_000);
}

function formatRules(rules: Violations, body: JsonObject): void {
	const { format } = object(body.text);
	if (format === undefined) return;
	const { type, name, schema } = object(format);
	rules.want(["text", "json_object", "json_schema"].includes(text(type)), "Invalid value: 'text.format.type'");
	if (type === "json_schema") {
		rules.want(namePattern.test(text(name)), "Missing required parameter: 'text.format.name'.");
		rules.want(Object.keys(object(schema)).length > 0, "Missing required parameter: 'text.format.schema'.");
	}
	if (type !== "json_object") return;
	const saysJson = JSON.stringify([body.input, body.instructions]).toLowerCase().includes("json");
	rules.want(saysJson, "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.");
}
