import type { ChatRequest, Message } from "@smart-router/llm/chat/request.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../../../../test/support/runs.ts";
import { assess } from "../assessment.ts";

const chat = (...messages: Message[]): ChatRequest => ({
	model: "auto",
	messages,
	stream: false,
	streamUsage: false,
	tools: [],
	stopSequences: [],
	otherFields: [],
});
const user = (text: string): Message => ({ role: "user", content: [{ type: "text", text }] });
const system = (text: string): Message => ({ role: "system", content: [{ type: "text", text }] });
const assistant = (text: string): Message => ({ role: "assistant", content: [{ type: "text", text }] });
const asked = (...messages: Message[]) => assess(chat(...messages), { pinned: false });
const tierOf = (text: string) => asked(user(text)).tier;

const prompts = [
	"hi",
	"What's the capital of Mongolia?",
	"Write a cover letter for a junior nurse applying to a children's hospital.",
	"Design a rate limiter for eight stateless nodes: bursts, Redis may fail, 5 ms at most. Discuss algorithms and failure modes.",
	"Prove that the square root of 2 is irrational.",
	"证明：任意六个人中，必有三人互相认识或三人互不认识。",
	"Erkläre mir, wie eine Wärmepumpe funktioniert.",
];

describe("the tier", () => {
	it.each([
		["hi", "SIMPLE"],
		['Translate "where is the train station" into Italian.', "SIMPLE"],
		["Explain how vaccines train the immune system, for a curious teenager.", "MEDIUM"],
		["Prove that the square root of 2 is irrational, and derive the general theorem for primes.", "REASONING"],
		["Beweise durch vollständige Induktion, dass n³ − n durch 6 teilbar ist.", "REASONING"],
	])("%s: %s", (text, tier) => {
		expect(tierOf(text)).toBe(tier);
	});

	it("is the same for the same request", () => {
		for (const text of prompts) expect(asked(user(text))).toEqual(asked(user(text)));
	});

	it.each(["prove", "banana", "architecture", "step", "证明", "Grundstücksverkehrsgenehmigung"])(
		"does not move when %s is said a thousand times instead of once",
		(word) => {
			const often = `${word} `.repeat(1000);
			for (const text of ["", ...prompts]) {
				expect(tierOf(`${text} ${often}`)).toBe(tierOf(`${text} ${word}`));
				expect(tierOf(`${often}${text}`)).toBe(tierOf(`${word} ${text}`));
			}
		},
	);

	it("does not hear the system, the assistant or the reminders of coding agents", () => {
		const noise = "Prove the theorem rigorously, derive the distributed architecture, step by step. ".repeat(50);
		for (const text of prompts) {
			const alone = asked(user(text));
			expect(asked(system(noise), user(text))).toMatchObject({ tier: alone.tier, score: alone.score });
			expect(asked(assistant(noise), user(text)).tier).toBe(alone.tier);
			expect(tierOf(`<system-reminder>${noise}</system-reminder>${text}`)).toBe(alone.tier);
		}
	});

	it("asks what was asked before when a turn only agrees", () => {
		const before = user("Prove that there is no largest prime, by contradiction.");

		expect(asked(before, assistant("Shall I?"), user("Yes, do that.")).tier).toBe("REASONING");
		expect(asked(before, assistant("…"), user("thanks!")).tier).toBe("SIMPLE");
	});

	it("of a pinned conversation goes up, not down", () => {
		const talk = [user("Prove that there is no largest prime, by contradiction."), assistant("…"), user("thanks!")];

		expect(assess(chat(...talk), { pinned: true }).tier).toBe("REASONING");
		expect(assess(chat(...talk, user("hi")), { pinned: true }).reason).toContain("kept");
		expect(assess(chat(user("hi")), { pinned: true }).tier).toBe("SIMPLE");
	});

	it("is at least MEDIUM with tools or a schema, and COMPLEX over 100,000 tokens", () => {
		expect(assess({ ...chat(user("hi")), tools: [{ name: "x" }] }, { pinned: false })).toMatchObject({ tier: "MEDIUM", confidence: 1 });
		const schema = { type: "json-schema", name: "a", schema: {} } as const;
		expect(assess({ ...chat(user("hi")), responseFormat: schema }, { pinned: false }).tier).toBe("MEDIUM");
		expect(tierOf(`Say ok. ${"lorem ipsum dolor ".repeat(30_000)}`)).toBe("COMPLEX");
	});

	it("may be set by the client, and the score is told all the same", () => {
		expect(assess(chat(user("hi")), { pinned: false, forced: "COMPLEX" })).toMatchObject({ tier: "COMPLEX", confidence: 1 });
	});
});

describe("the reason", () => {
	it("names the dimensions that counted, the largest first, and the rules", () => {
		const { reason } = assess(
			{ ...chat(user("Prove that this is true, and justify each step.")), tools: [{ name: "x" }] },
			{ pinned: false },
		);

		expect(reason).toMatch(/^reasoning \.\d\d, .*; tools present$/);
		expect(reason).toMatch(/^[\x20-\x7e]+$/);
	});
});

describe("whatever is said", () => {
	it("a score lies in [-1, 1], and half a text never takes more than a few times as long as all of it", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.integer({ min: 1, max: 40 }), (text, times) => {
				const { score, confidence } = asked(user(text.repeat(times)));
				expect(Math.abs(score)).toBeLessThanOrEqual(1);
				expect(confidence).toBeGreaterThanOrEqual(0.5);
			}),
			{ numRuns: runs(200, 5000) },
		);
	});

	it("no text of a million characters takes more than a moment", () => {
		const seeds = [
			"a",
			" ",
			'"',
			"(",
			"a(",
			"“",
			"«",
			"\n",
			"a,",
			"1.",
			"x=",
			"prove ",
			"a b ",
			"<system-reminder>",
			"证",
			"a-",
			"`",
			"\ud800",
			"ß",
			"a^",
			"{;\n",
		];
		for (const seed of seeds) {
			const text = seed.repeat(1_000_000 / seed.length);
			const start = performance.now();
			asked(user(text));
			// 10 ms is the aim and the bench measures it; a backtracking pattern would take minutes.
			expect(performance.now() - start, JSON.stringify(seed)).toBeLessThan(1000);
		}
	});
});
