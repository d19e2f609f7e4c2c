import { defaultTargets, type KnownTarget } from "@smart-router/core/routing/candidates.ts";
import { wordsDate } from "@smart-router/core/routing/score/lexicon.ts";
import { fittedOn } from "@smart-router/core/routing/score/score.ts";
import { catalogDate, findModel, modelsOf } from "@smart-router/llm/catalog/catalog.ts";
import { type ScoredTier, tiers } from "@smart-router/llm/catalog/tiers.ts";
import { builtInProviders } from "@smart-router/llm/providers/registry.ts";
import { printTable } from "../bench/table.ts";
import { found, type Outcome, outcomeOf } from "./outcome.ts";
import { isHeldOut, type Labelled, readSet, userSays } from "./set.ts";

/** `npm run bench:routing`: how well the tiers are found, what that costs, and how long it takes. */

const set = readSet();
const heldOut = set.filter(isHeldOut);
const training = set.filter((one) => !isHeldOut(one));
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

console.log(`Catalog of ${catalogDate}, words of ${wordsDate}, weights fitted ${fittedOn.date} on ${fittedOn.prompts} prompts.\n`);

const row = (name: string, { prompts, exact, withinOne, hardAsSimple }: Outcome) => [
	name,
	String(prompts),
	percent(exact),
	percent(withinOne),
	percent(hardAsSimple),
];
printTable(
	"How often the tier is right",
	["prompts", "number", "exact tier", "within one tier", "COMPLEX and REASONING as SIMPLE"],
	[
		row("held out", outcomeOf(heldOut)),
		...(["first", "second"] as const).map((part) => row(`held out, ${part} part`, outcomeOf(heldOut.filter((one) => one.part === part)))),
		row("training", outcomeOf(training)),
	],
);

const { confusion } = outcomeOf(heldOut);
printTable(
	"Held out, by label (rows) and tier found (columns)",
	["label", ...tiers, "exact"],
	tiers.map((tier, at) => {
		const cells = confusion[at] ?? [];
		const all = cells.reduce((sum, cell) => sum + cell, 0);
		return [tier, ...cells.map(String), percent((cells[at] ?? 0) / all)];
	}),
);

const kinds = [...Map.groupBy(heldOut, ({ kind }) => kind)];
console.log(
	`\nHeld out, exact by kind: ${kinds.map(([kind, of]) => `${kind} ${percent(outcomeOf(of).exact)} of ${of.length}`).join(", ")}\n`,
);

/** Tokens of an answer, assumed by how much was asked: nothing is sent here. */
const answerTokens: Readonly<Record<ScoredTier, number>> = { SIMPLE: 80, MEDIUM: 600, COMPLEX: 2000, REASONING: 4000 };

const known: KnownTarget[] = builtInProviders.flatMap((provider) =>
	modelsOf(provider.id).map((model) => ({ target: { provider, model: model.id }, abilities: model })),
);
const modelFor = (tier: ScoredTier) => {
	const [target] = defaultTargets(tier, known);
	const model = target && findModel(target.provider.id, target.model);
	if (!model) throw new Error(`no model for ${tier}`);
	return model;
};

/** USD for all held-out prompts when each goes to the model of a tier. */
const costOf = (tierOf: (one: Labelled) => ScoredTier): number =>
	heldOut.reduce((sum, one) => {
		const { price } = modelFor(tierOf(one));
		return sum + (found(one).needs.tokens * price.input + answerTokens[one.tier] * price.output) / 1e6;
	}, 0);

const premium = costOf(() => "REASONING");
const costs = [
	["always premium", premium],
	["auto", costOf((one) => found(one).tier as ScoredTier)],
	["auto with perfect tiers", costOf(({ tier }) => tier)],
	["always cheap", costOf(() => "SIMPLE")],
] as const;
printTable(
	"What the held-out prompts cost at catalog prices, all vendors linked",
	["way", "USD", "of always premium"],
	costs.map(([name, usd]) => [name, usd.toFixed(4), percent(usd / premium)]),
);
console.log(
	`Models: ${tiers.map((tier) => `${tier} ${modelFor(tier).id}`).join(", ")}. Answers assumed: ${JSON.stringify(answerTokens)} tokens.\n`,
);

const corpus = set
	.flatMap(({ request }) => request.messages)
	.flatMap((message) => (message.role === "user" ? message.content : []))
	.map((part) => (part.type === "text" ? part.text : ""))
	.join(" ");

function microseconds(size: number): readonly string[] {
	const text = corpus.repeat(Math.ceil(size / corpus.length)).slice(0, size);
	const prompt = {
		...userSays(text),
		kind: "",
		part: "first" as const,
		language: "",
		id: "",
		tier: "SIMPLE" as const,
		request: userSays(text),
	};
	const times = Array.from({ length: size > 100_000 ? 200 : 1000 }, () => {
		const start = performance.now();
		found(prompt);
		return (performance.now() - start) * 1000;
	}).toSorted((a, b) => a - b);
	const at = (share: number): string => (times[Math.floor(share * times.length)] ?? 0).toFixed(0);
	return [size.toLocaleString("en"), at(0.5), at(0.99)];
}

for (let warm = 0; warm < 3; warm++) microseconds(10_000);
printTable("How long it takes", ["characters", "µs, median", "µs, p99"], [100, 1000, 10_000, 100_000, 1_000_000].map(microseconds));
