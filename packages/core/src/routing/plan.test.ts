import { tiers } from "@smart-router/llm/catalog/tiers.ts";
import { builtInProviders } from "@smart-router/llm/providers/registry.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../../../test/support/runs.ts";
import { noRules } from "../settings/routing.ts";
import type { Assessment } from "./assessment.ts";
import { lacks, type ModelAbilities } from "./capable.ts";
import { type PlanInput, plan } from "./plan.ts";
import { type Target, targetName } from "./target.ts";

const ids = ["a", "b", "c"] as const;
const [template] = builtInProviders;
if (!template) throw new Error("no provider to copy");
const providerOf = (id: string) => ({ ...template, id, aliases: [], models: [] });

const able: ModelAbilities = {
	tools: true,
	images: true,
	pdf: true,
	structuredOutput: true,
	context: 100_000,
	maxOutput: 10_000,
	price: { input: 1, output: 5 },
};
const asked: Assessment = {
	needs: { tools: false, images: false, pdf: false, structuredOutput: false, tokens: 10, outputTokens: 0 },
	tier: "MEDIUM",
	score: 0.2,
	confidence: 0.9,
	reason: "length .20",
};

type Models = Readonly<Record<string, ModelAbilities | undefined>>;

/** A workspace in which each model is named `provider/model`; undefined where nothing is known of it. */
function world(models: Models, more: Partial<PlanInput> = {}): PlanInput {
	const names = Object.keys(models).map((name) => name.split("/") as [string, string]);
	return {
		model: "auto",
		rules: noRules,
		providers: ids.map((id) => ({
			provider: providerOf(id),
			linked: names.some(([provider]) => provider === id),
			models: names.filter(([provider]) => provider === id).map(([, model]) => model),
			chatless: [],
		})),
		allowed: { providers: null, models: null },
		defaultAuto: [],
		assess: () => asked,
		abilities: (provider, model) => models[`${provider}/${model}`],
		serves: () => true,
		open: () => true,
		...more,
	};
}

const namesOf = (input: PlanInput): string[] => plan(input).targets.map(targetName);
const suits = (tier: (typeof tiers)[number], output: number, more: Partial<ModelAbilities> = {}): ModelAbilities => ({
	...able,
	suits: [tier],
	price: { input: 1, output },
	...more,
});

const vendors: Models = {
	"a/small": suits("SIMPLE", 1),
	"a/mid": suits("MEDIUM", 5),
	"a/big": suits("COMPLEX", 20),
	"a/top": suits("REASONING", 50),
	"b/small": suits("SIMPLE", 0.5),
	"b/mid": suits("MEDIUM", 4),
	"b/big": suits("COMPLEX", 10),
	"b/top": suits("REASONING", 40),
};
const wanting = (more: Partial<Assessment>) => ({ assess: () => ({ ...asked, ...more }) });

describe("auto", () => {
	it("goes to the tier's cheapest first, then up, then down", () => {
		expect(namesOf(world(vendors))).toEqual(["b/mid", "a/mid", "b/big", "a/big", "a/top", "b/top", "b/small", "a/small"]);
	});

	it("goes to the strongest first for REASONING, to the cheapest for SIMPLE", () => {
		expect(namesOf(world(vendors, wanting({ tier: "REASONING" })))[0]).toBe("a/top");
		expect(namesOf(world(vendors, wanting({ tier: "SIMPLE" })))[0]).toBe("b/small");
	});

	it("is moved by profiles: one tier down, one up, an admin's own", () => {
		const first = (model: string) => namesOf(world(vendors, { model, rules: { ...noRules, profiles: { max: { shift: 3 } } } }))[0];

		expect([first("auto:eco"), first("auto:premium"), first("auto:max")]).toEqual(["b/small", "b/big", "a/top"]);
		expect(() => first("auto:ecco")).toThrow(expect.objectContaining({ code: "model_not_found", hint: "Did you mean auto:eco?" }));
	});

	it("prefers within a tier what seems claimable now", () => {
		const open = ({ provider }: Target) => provider.id !== "b";

		expect(namesOf(world(vendors, { open })).slice(0, 4)).toEqual(["a/mid", "b/mid", "a/big", "b/big"]);
	});

	it("keeps to the order an admin gave for the tier", () => {
		const tiersSet = { ...noRules.tiers, MEDIUM: ["big", "a/mid"] };
		const rules = { ...noRules, aliases: { big: "a/big" }, tiers: tiersSet };

		expect(namesOf(world(vendors, { rules })).slice(0, 3)).toEqual(["a/big", "a/mid", "b/big"]);
	});

	it("leaves to the last what nothing is known of, and works with nothing else", () => {
		expect(namesOf(world({ ...vendors, "c/own": undefined })).at(-1)).toBe("c/own");
		expect(namesOf(world({ "c/own": undefined, "c/other": undefined }))).toEqual(["c/own"]);
	});

	it("uses superseded models where a provider has no others", () => {
		expect(namesOf(world({ "a/old": able, "b/small": suits("SIMPLE", 1), "b/old": able }))).toEqual(["b/small", "a/old"]);
	});

	it("says what nobody can do", () => {
		const input = world({ "a/mid": suits("MEDIUM", 1, { pdf: false }) }, wanting({ needs: { ...asked.needs, pdf: true } }));

		expect(() => plan(input)).toThrow(expect.objectContaining({ status: 400, message: expect.stringContaining("PDFs") }));
	});

	it("tells nothing linked from nothing allowed", () => {
		expect(() => plan(world({}))).toThrow(expect.objectContaining({ code: "no_account_available" }));
		expect(() => plan(world(vendors, { allowed: { providers: ["c"], models: null } }))).toThrow(
			expect.objectContaining({ code: "permission_denied" }),
		);
	});
});

describe("any request in any workspace", () => {
	const abilities = fc.option(
		fc.record({
			tools: fc.boolean(),
			images: fc.boolean(),
			pdf: fc.boolean(),
			structuredOutput: fc.boolean(),
			context: fc.integer({ min: 1, max: 2000 }),
			maxOutput: fc.integer({ min: 1, max: 2000 }),
			price: fc.record({ input: fc.double({ min: 0.01, max: 20, noNaN: true }), output: fc.double({ min: 0.01, max: 80, noNaN: true }) }),
			suits: fc.uniqueArray(fc.constantFrom(...tiers), { minLength: 1 }),
		}),
		{ nil: undefined, freq: 5 },
	);
	const names = ids.flatMap((id) => ["m1", "m2", "m3", "m4"].map((model) => `${id}/${model}`));
	const needs = fc.record({
		tools: fc.boolean(),
		images: fc.boolean(),
		pdf: fc.boolean(),
		structuredOutput: fc.boolean(),
		tokens: fc.integer({ min: 1, max: 2000 }),
		outputTokens: fc.integer({ min: 0, max: 2000 }),
	});
	const lists = fc.array(fc.constantFrom(...names, "unknown/model"), { maxLength: 4 });
	const some = fc.option(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 6 }), { nil: null });

	it("is never sent to what cannot do the job, is not allowed, or serves no account of the key", () => {
		const anything = fc.record({
			models: fc.dictionary(fc.constantFrom(...names), abilities, { minKeys: 1 }),
			needs,
			tier: fc.constantFrom(...tiers),
			model: fc.constantFrom("auto", "auto:eco", "auto:premium"),
			set: fc.record({ SIMPLE: lists, MEDIUM: lists, COMPLEX: lists, REASONING: lists }),
			auto: lists,
			allowed: some,
			served: some,
			open: some,
		});
		fc.assert(
			fc.property(anything, ({ models, needs, tier, model, set, auto, allowed, served, open }) => {
				const serves = (target: Target) => served?.includes(targetName(target)) ?? true;
				const input = world(models, {
					model,
					rules: { ...noRules, tiers: set, auto },
					allowed: { providers: null, models: allowed },
					serves,
					open: (target) => open?.includes(targetName(target)) ?? true,
					...wanting({ needs, tier }),
				});

				const outcome = attempt(input);

				expect(attempt(input)).toEqual(outcome);
				for (const target of outcome) {
					const known = models[targetName(target)];
					if (known) expect(lacks(known, needs)).toEqual([]);
					expect(serves(target)).toBe(true);
					if (allowed) expect(allowed).toContain(targetName(target));
				}
				const names = outcome.map(targetName);
				expect(new Set(names).size).toBe(names.length);
			}),
			{ numRuns: runs(300, 20_000) },
		);
	});
});

/** The targets, none when it is refused. */
function attempt(input: PlanInput): readonly Target[] {
	try {
		return plan(input).targets;
	} catch (error) {
		if (error instanceof Error && "code" in error) return [];
		throw error;
	}
}
