import { GatewayError } from "../errors.ts";
import { type Target, targetName } from "./target.ts";

/** What the caller's key allows; null means everything. */
export interface Allowed {
	readonly providers: readonly string[] | null;
	readonly models: readonly string[] | null;
}

export const allows = (allowed: Allowed, target: Target): boolean =>
	(allowed.providers === null || allowed.providers.includes(target.provider.id)) &&
	(allowed.models === null || allowed.models.includes(target.model) || allowed.models.includes(targetName(target)));

/** The key forbids every target of what was asked for. */
export const forbidden = (model: string): GatewayError =>
	new GatewayError("permission_denied", `This API key may not use \`${model.slice(0, 200)}\`.`, {
		param: "model",
		hint: "Ask an admin for a key whose providers and models allow it.",
	});
