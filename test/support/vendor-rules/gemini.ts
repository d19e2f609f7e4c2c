import { type JsonObject, list, object, text } from "../fake-upstream/json.ts";
import { contentRules } from "./gemini-contents.ts";
import { inRange, type Violations, violations, wantKnown, wantNames } from "./violations.ts";

const known = ["contents", "systemInstruction", "tools", "toolConfig", "generationConfig", "safetySettings", "cachedContent"];
const configKnown = [
	...["temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences", "seed", "presencePenalty", "frequencyPenalty"],
	...["responseMimeType", "responseSchema", "responseJsonSchema", "responseModalities", "thinkingConfig", "mediaResolution"],
	...["responseLogprobs", "logprobs", "speechConfig"],
];
const openApi = [
	...[
		"type",
		"format",
		"title",
		"description",
		"nullable",
		"enum",
		"items",
		"properties",
		"required",
		"minItems",
		"maxItems",
		"minimum",
		"maximum",
	],
	...["minLength", "maxLength", "pattern", "minProperties", "maxProperties", "anyOf", "propertyOrdering", "default", "example"],
];
const unknownName =
	(path: string) =>
	(name: string): string =>
		`Invalid JSON payload received. Unknown name "${name}" at '${path}': Cannot find field.`;

/**
 * What `:generateContent` refuses with 400 (facts: google.md); empty when the body is accepted.
 *
 * @param model its id: from Gemini 3 on a call of the current turn needs a signature
 */
export function check(body: JsonObject, model = ""): string[] {
	const rules = violations();
	wantKnown(rules, body, known, unknownName("request"));
	contentRules(rules, body, model);
	toolRules(rules, body);
	if (body.generationConfig !== undefined) configRules(rules, object(body.generationConfig));
	return rules.found;
}

function toolRules(rules: Violations, body: JsonObject): void {
	const tools = list(body.tools).map(object);
	for (const tool of tools) {
		if ("functionDeclarations" in tool) rules.want(list(tool.functionDeclarations).length > 0, "tools: functionDeclarations is empty");
	}
	const functions = tools.flatMap((tool) => list(tool.functionDeclarations).map(object));
	const names = functions.map((declared) => declared.name);
	wantNames(rules, names, /^[A-Za-z_][A-Za-z0-9_.:-]{0,63}$/, "tools.functionDeclarations");
	for (const declared of functions) {
		wantKnown(rules, declared, ["name", "description", "parameters", "parametersJsonSchema", "response", "behavior"], unknownName("tools"));
		rules.want(!("parameters" in declared && "parametersJsonSchema" in declared), "tools: only one of parameters and parametersJsonSchema");
		schemaRules(rules, object(declared.parameters), "tools.parameters");
	}
	if (body.toolConfig === undefined) return;
	const { mode, allowedFunctionNames } = object(object(body.toolConfig).functionCallingConfig);
	rules.want(["AUTO", "ANY", "NONE", "VALIDATED"].includes(text(mode)), "toolConfig: unknown mode");
	rules.want(mode !== "ANY" || names.length > 0, "toolConfig: mode ANY needs function declarations");
	if (allowedFunctionNames === undefined) return;
	rules.want(mode === "ANY" || mode === "VALIDATED", "toolConfig: allowed_function_names is only for mode ANY");
	rules.want(
		list(allowedFunctionNames).every((name) => names.includes(name)),
		"toolConfig: allowed_function_names: no such function",
	);
}

function schemaRules(rules: Violations, schema: JsonObject, path: string): void {
	wantKnown(rules, schema, openApi, unknownName(path));
	for (const inner of Object.values(object(schema.properties))) schemaRules(rules, object(inner), `${path}.properties`);
	for (const inner of list(schema.anyOf)) schemaRules(rules, object(inner), `${path}.anyOf`);
	if (schema.items !== undefined) schemaRules(rules, object(schema.items), `${path}.items`);
}

function configRules(rules: Violations, config: JsonObject): void {
	wantKnown(rules, config, configKnown, unknownName("generation_config"));
	const within = (name: string, least: number, most: number): void =>
		rules.want(config[name] === undefined || inRange(config[name], least, most), `generation_config.${name}: out of range`);
	within("temperature", 0, 2);
	within("topP", 0, 1);
	within("topK", 1, 1000);
	within("candidateCount", 1, 8);
	within("maxOutputTokens", 1, 65_536);
	within("seed", -(2 ** 31), 2 ** 31 - 1);
	rules.want(config.seed === undefined || Number.isInteger(config.seed), "generation_config.seed: no integer");
	const stops = list(config.stopSequences);
	rules.want(stops.length <= 5 && !stops.includes(""), "generation_config.stop_sequences: at most 5, none empty");
	const { thinkingBudget, thinkingLevel } = object(config.thinkingConfig);
	rules.want(
		thinkingBudget === undefined || thinkingLevel === undefined,
		"You can only set only one of thinking budget and thinking level.",
	);
	rules.want(thinkingBudget === undefined || inRange(thinkingBudget, -1, 32_768), "thinking_budget: out of range");
	const hasSchema = config.responseSchema !== undefined || config.responseJsonSchema !== undefined;
	rules.want(!hasSchema || config.responseMimeType === "application/json", "response_schema needs response_mime_type application/json");
	schemaRules(rules, object(config.responseSchema), "generation_config.response_schema");
}
