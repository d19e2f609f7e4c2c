import type { CatalogModel } from "./catalog.schema.ts";
import { findAnywhere, undated } from "./catalog.ts";

/**
 * The catalog's model that an id names, whoever serves it. Antigravity puts the level of thinking behind an id (`claude-sonnet-4-6-thinking`,
 * `gemini-3.1-pro-high`; facts `antigravity.md`) and leaves `-preview` out: the model is the same. Undefined where the id leaves a doubt.
 */
export function modelNamed(id: string): CatalogModel | undefined {
	const bare = undated(id).replace(level, "");
	return findAnywhere(id) ?? findAnywhere(bare) ?? findAnywhere(`${bare}-preview`);
}

const level = /-(?:thinking(?:-(?:low|medium|high))?|minimal|low|medium|high|xhigh|max)$/;

/** Whether two ids name the same model, as different providers write it. */
export function isSameModel(one: string, other: string): boolean {
	const known = modelNamed(one);
	return known ? known === modelNamed(other) : undated(one) === undated(other);
}
