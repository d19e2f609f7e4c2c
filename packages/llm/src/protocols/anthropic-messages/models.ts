import { type ListedFacts, type ListedModel, listedExtras } from "../../chat/listed-model.ts";
import type { JsonObject } from "../../chat/request.ts";

const lines: readonly string[] = ["haiku", "sonnet", "opus", "fable", "mythos"];

const support = (supported: boolean): JsonObject => ({ supported });

/** All that Anthropic's SDK promises to be there; what nobody tells is not said to be supported. */
function capabilitiesOf({ images = false, pdf = false, structuredOutput = false, reasons = false, reasoning }: ListedFacts): JsonObject {
	const [no, hasEffort] = [support(false), support(reasoning === "effort")];
	return {
		batch: no,
		citations: no,
		code_execution: no,
		context_management: { ...no, clear_thinking_20251015: null, clear_tool_uses_20250919: null, compact_20260112: null },
		effort: { ...hasEffort, low: hasEffort, medium: hasEffort, high: hasEffort, max: no, xhigh: null },
		image_input: support(images),
		pdf_input: support(pdf),
		server_tools: { ...no, code_execution: no, web_search: no },
		structured_outputs: support(structuredOutput),
		thinking: {
			...support(reasons),
			types: { adaptive: hasEffort, between_tools: no, disabled: no, enabled: support(reasoning === "budget") },
		},
	};
}

/** The catalogs carry no time of creation, but the field is one that the SDKs promise. */
export const buildModel = (model: ListedModel): JsonObject => {
	const { id, facts, embedding } = model;
	return {
		type: "model",
		id,
		display_name: id,
		created_at: "1970-01-01T00:00:00Z",
		lifecycle: "active",
		deprecated_at: null,
		retires_at: null,
		line: facts?.group && lines.includes(facts.group) ? facts.group : null,
		max_input_tokens: (facts ?? embedding)?.context ?? null,
		max_tokens: facts?.maxOutput ?? null,
		capabilities: facts ? capabilitiesOf(facts) : null,
		...listedExtras(model),
	};
};

/** One page: the whole list. */
export const buildModelList = (models: readonly ListedModel[]): JsonObject => ({
	data: models.map(buildModel),
	has_more: false,
	first_id: models[0]?.id ?? null,
	last_id: models.at(-1)?.id ?? null,
});
