import { type JsonObject, list, object, text } from "../fake-upstream/json.ts";
import { messageRules } from "./openai-chat-messages.ts";
import { inRange, isBlank, type Violations, violations, wantKnown, wantNames } from "./violations.ts";

const known = [
	...[
		"model",
		"messages",
		"stream",
		"stream_options",
		"tools",
		"tool_choice",
		"parallel_tool_calls",
		"max_tokens",
		"max_completion_tokens",
	],
	...["temperature", "top_p", "stop", "seed", "presence_penalty", "frequency_penalty", "response_format", "reasoning_effort", "verbosity"],
	...["n", "logprobs", "top_logprobs", "logit_bias", "user", "safety_identifier", "prompt_cache_key", "metadata", "modalities", "audio"],
	...["prediction", "service_tier", "store", "functions", "function_call", "web_search_options", "prompt_cache_retention"],
];
const namePattern = /^[a-zA-Z0-9_-]{1,64}$/;
const efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

/** What `POST /v1/chat/completions` refuses with 400 at OpenAI itself (facts: openai.md); empty when the body is accepted. */
export function check(body: JsonObject): string[] {
	const rules = violations();
	wantKnown(rules, body, known, (name) => `Unrecognized request argument supplied: ${name}`);
	rules.want(!isBlank(body.model), "you must provide a model parameter");
	messageRules(rules, list(body.messages).map(object));
	toolRules(rules, body);
	numberRules(rules, body);
	formatRules(rules, body);
	const stops = typeof body.stop === "string" ? [body.stop] : list(body.stop);
	rules.want(stops.length <= 4 && !stops.includes(""), "Invalid 'stop': array too long. Expected an array with maximum length 4");
	rules.want(
		body.stream_options === undefined || body.stream === true,
		"The 'stream_options' parameter is only allowed when 'stream' is enabled.",
	);
	rules.want(body.reasoning_effort === undefined || efforts.includes(text(body.reasoning_effort)), "Invalid value: 'reasoning_effort'");
	return rules.found;
}

function toolRules(rules: Violations, body: JsonObject): void {
	const tools = list(body.tools).map(object);
	const names = tools.map((tool) => object(tool.function).name);
	rules.want(body.tools === undefined || tools.length > 0, "Invalid 'tools': empty array.");
	rules.want(
		tools.every((tool) => tool.type === "function"),
		"Invalid value for 'tools[].type'",
	);
	wantNames(rules, names, namePattern, "tools");
	if (tools.length === 0) {
		for (const name of ["tool_choice", "parallel_tool_calls"]) {
			rules.want(body[name] === undefined, `Invalid value for '${name}': '${name}' is only allowed when 'tools' are specified.`);
		}
	} else choiceRules(rules, body.tool_choice, names);
}

function choiceRules(rules: Violations, choice: unknown, names: readonly unknown[]): void {
	if (choice === undefined) return;
	const { type, function: named, allowed_tools: allowed } = object(choice);
	const modes = ["auto", "none", "required"];
	rules.want(modes.includes(text(choice)) || ["function", "allowed_tools"].includes(text(type)), "Invalid value: 'tool_choice'");
	const wanted = type === "function" ? [named] : list(object(allowed).tools).map((tool) => object(tool).function);
	const found = wanted.every((wish) => names.includes(object(wish).name));
	rules.want(found && (type !== "allowed_tools" || wanted.length > 0), "Tool choice not found in 'tools' parameter.");
}

function numberRules(rules: Violations, body: JsonObject): void {
	const within = (name: string, least: number, most: number): void =>
		rules.want(
			body[name] === undefined || inRange(body[name], least, most),
			`Invalid '${name}': expected a value from ${least} to ${most}`,
		);
	within("temperature", 0, 2);
	within("top_p", 0, 1);
	within("presence_penalty", -2, 2);
	within("frequency_penalty", -2, 2);
	within("n", 1, 128);
	within("max_tokens", 1, 10_000_000);
	within("max_completion_tokens", 1, 10_000_000);
	within("top_logprobs", 0, 20);
	rules.want(
		body.max_tokens === undefined || body.max_completion_tokens === undefined,
		"Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
	);
	rules.want(body.top_logprobs === undefined || body.logprobs === true, "'top_logprobs' needs 'logprobs'");
}

function formatRules(rules: Violations, body: JsonObject): void {
	if (body.response_format === undefined) return;
	const { type, json_schema: described } = object(body.response_format);
	rules.want(["text", "json_object", "json_schema"].includes(text(type)), "Invalid value: 'response_format.type'");
	if (type === "json_schema") rules.want(namePattern.test(text(object(described).name)), "Invalid 'response_format.json_schema.name'");
	if (type !== "json_object") return;
	const saysJson = JSON.stringify(body.messages ?? [])
		.toLowerCase()
		.includes("json");
	rules.want(saysJson, "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.");
}
