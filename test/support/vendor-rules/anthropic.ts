import { type JsonObject, list, object, text } from "../fake-upstream/json.ts";
import { messageRules } from "./anthropic-messages.ts";
import { schemaRules } from "./anthropic-schema.ts";
import { inRange, isBlank, type Violations, violations, wantKnown, wantNames } from "./violations.ts";

const known = [
	...[
		"model",
		"max_tokens",
		"messages",
		"system",
		"tools",
		"tool_choice",
		"stop_sequences",
		"stream",
		"thinking",
		"output_config",
		"metadata",
	],
	...["service_tier", "speed", "inference_geo", "container", "cache_control", "temperature", "top_p", "top_k"],
];

export interface AnthropicRules {
	/** False for models and versions that refuse temperature, top_p and top_k. */
	readonly sampling?: boolean;
}

/** What `POST /v1/messages` refuses with 400, as the newest models do (facts: anthropic.md); empty when the body is accepted. */
export function check(body: JsonObject, { sampling = true }: AnthropicRules = {}): string[] {
	const rules = violations();
	wantKnown(rules, body, known, (name) => `${name}: Extra inputs are not permitted`);
	rules.want(!isBlank(body.model), "model: Field required");
	rules.want(Number.isInteger(body.max_tokens) && Number(body.max_tokens) >= 0, "max_tokens: Field required");
	systemRules(rules, body.system);
	messageRules(rules, body);
	toolRules(rules, body);
	thinkingRules(rules, body);
	samplingRules(rules, body, sampling);
	outputRules(rules, object(body.output_config));
	list(body.stop_sequences).forEach((stop, index) => {
		rules.want(!isBlank(stop), `stop_sequences.${index}: each stop sequence must contain non-whitespace`);
	});
	if (body.metadata !== undefined)
		rules.want(/^[^@\s]{1,256}$/.test(text(object(body.metadata).user_id)), "metadata.user_id: must be opaque");
	return rules.found;
}

function systemRules(rules: Violations, system: unknown): void {
	if (system === undefined || typeof system === "string") return;
	rules.want(Array.isArray(system), "system: Input should be a valid list");
	list(system)
		.map(object)
		.forEach((block, index) => {
			rules.want(block.type === "text" && !isBlank(block.text), `system.${index}: text content blocks must be non-empty`);
		});
}

function toolRules(rules: Violations, body: JsonObject): void {
	const tools = list(body.tools).map(object);
	const names = tools.map((tool) => tool.name);
	wantNames(rules, names, /^[a-zA-Z0-9_-]{1,128}$/, "tools");
	tools.forEach((tool, index) => {
		const schema = object(tool.input_schema);
		rules.want(schema.type === "object", `tools.${index}.input_schema.type: Field required`);
		const choice = ["oneOf", "allOf", "anyOf"].some((word) => word in schema);
		rules.want(!choice, `tools.${index}.input_schema: does not support oneOf, allOf, or anyOf at the top level`);
		if (tool.strict === true) schemaRules(rules, schema, `tools.${index}.input_schema`);
	});
	if (body.tool_choice === undefined) return;
	const choice = object(body.tool_choice);
	rules.want(tools.length > 0, "tool_choice: may only be specified while providing tools");
	rules.want(["auto", "any", "none", "tool"].includes(text(choice.type)), "tool_choice.type: unknown");
	if (choice.type === "tool") rules.want(names.includes(choice.name), "tool_choice.name: no such tool");
	if (choice.type === "none") rules.want(!("disable_parallel_tool_use" in choice), "tool_choice: Extra inputs are not permitted");
}

function thinkingRules(rules: Violations, body: JsonObject): void {
	if (body.thinking === undefined) return;
	const { type, budget_tokens: budget } = object(body.thinking);
	rules.want(["adaptive", "enabled", "disabled"].includes(text(type)), "thinking.type: unknown");
	if (type !== "enabled") return;
	rules.want(Number.isInteger(budget) && Number(budget) >= 1024, "thinking.budget_tokens: should be greater than or equal to 1024");
	rules.want(Number(body.max_tokens) > Number(budget), "max_tokens must be greater than thinking.budget_tokens");
	const forced = ["any", "tool"].includes(text(object(body.tool_choice).type));
	rules.want(!forced, "Thinking may not be enabled when tool_choice forces tool use");
	rules.want((body.temperature ?? 1) === 1, "temperature may only be set to 1 when thinking is enabled");
	rules.want(body.top_k === undefined, "top_k must be unset when thinking is enabled");
}

function samplingRules(rules: Violations, body: JsonObject, accepted: boolean): void {
	for (const name of ["temperature", "top_p", "top_k"]) {
		rules.want(accepted || body[name] === undefined, `${name}: is not supported`);
	}
	if (body.temperature !== undefined) rules.want(inRange(body.temperature, 0, 1), "temperature: range: 0..1");
	if (body.top_p !== undefined) rules.want(inRange(body.top_p, 0, 1), "top_p: range: 0..1");
	rules.want(body.temperature === undefined || body.top_p === undefined, "temperature and top_p cannot both be specified");
}

function outputRules(rules: Violations, config: JsonObject): void {
	const { effort, format } = config;
	rules.want(effort === undefined || ["low", "medium", "high", "xhigh", "max"].includes(text(effort)), "output_config.effort: unknown");
	if (format === undefined) return;
	rules.want(object(format).type === "json_schema", "output_config.format.type: unknown");
	schemaRules(rules, object(object(format).schema), "output_config.format.schema");
}
