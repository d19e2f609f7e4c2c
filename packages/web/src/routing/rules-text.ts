import type { RoutingRules } from "@smart-router/core/settings/routing.schema.ts";
import { listOf, textOfList } from "../parts/list-text.ts";

/** Routing settings as people type them: one target a line, one `name = target` a line. */
export interface RulesText {
	readonly tiers: Readonly<Record<keyof RoutingRules["tiers"], string>>;
	readonly aliases: string;
	readonly fallbacks: string;
	readonly defaultFallback: RoutingRules["defaultFallback"];
}

const lines = (text: string): string[] =>
	text
		.split("\n")
		.map((line) => line.trim())
		.filter(Boolean);

export const textOfRules = ({ tiers, aliases, fallbacks, defaultFallback }: RoutingRules): RulesText => ({
	tiers: {
		SIMPLE: tiers.SIMPLE.join("\n"),
		MEDIUM: tiers.MEDIUM.join("\n"),
		COMPLEX: tiers.COMPLEX.join("\n"),
		REASONING: tiers.REASONING.join("\n"),
	},
	aliases: Object.entries(aliases)
		.map(([name, target]) => `${name} = ${target}`)
		.join("\n"),
	fallbacks: Object.entries(fallbacks)
		.map(([name, targets]) => `${name} = ${textOfList(targets)}`)
		.join("\n"),
	defaultFallback,
});

/** The settings that were typed; what has no field here stays as it was. The gateway judges what stands in them. */
export const rulesOfText = (text: RulesText, before: RoutingRules): RoutingRules => ({
	...before,
	defaultFallback: text.defaultFallback,
	tiers: {
		SIMPLE: lines(text.tiers.SIMPLE),
		MEDIUM: lines(text.tiers.MEDIUM),
		COMPLEX: lines(text.tiers.COMPLEX),
		REASONING: lines(text.tiers.REASONING),
	},
	aliases: Object.fromEntries(pairs(text.aliases)),
	fallbacks: Object.fromEntries(pairs(text.fallbacks).map(([name, targets]) => [name, listOf(targets)])),
});

const pairs = (text: string): [string, string][] =>
	lines(text).map((line) => {
		const at = line.indexOf("=");
		return at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
	});
