import type { ModelFacts } from "../protocol.ts";

/** The 3 of `gemini-3-pro-preview`, undefined for other names. */
function generationOf({ id }: ModelFacts): number | undefined {
	const digits = /gemini-(\d+)/.exec(id)?.[1];
	return digits === undefined ? undefined : Number(digits);
}

/** From Gemini 3 on, thinking has levels, calls carry signatures, and results may hold images. */
export const isGemini3 = (model: ModelFacts): boolean => model.reasoning === "level" || (generationOf(model) ?? 0) >= 3;

/** How the model's thinking is set; the generation decides where the catalog says nothing. */
export function thinkingStyle(model: ModelFacts): "level" | "budget" | "none" {
	if (model.reasoning === "effort") return "level";
	if (model.reasoning !== undefined) return model.reasoning;
	if (isGemini3(model)) return "level";
	return /gemini-2\.5/.test(model.id) ? "budget" : "none";
}
