import { expect, test } from "vitest";
import { countHits, findWords, fold, topics } from "./lexicon.ts";
import words from "./words.json" with { type: "json" };

test("every word is found alone, in a sentence, and where a text ends with it", () => {
	for (const topic of topics) {
		for (const word of Object.values(words[topic]).flatMap((list) => list.split(" | "))) {
			const text = fold(word.replace(/\*$/, ""));
			for (const said of [text, `x ${text}`, `${text}.`, `(${text})`])
				expect(countHits(said)[topic], `${topic}: ${said}`).toBeGreaterThan(0);
		}
	}
});

test("a part of a longer word is none, unless the list says that endings may follow", () => {
	expect(countHits("proven").reasoning).toBe(0);
	expect(countHits("improve").reasoning).toBe(0);
	expect(countHits("rigorously").reasoning).toBe(1);
});

test("a word counts once, in one text and in the one that goes on from it", () => {
	const first = findWords("prove, prove");

	expect(first.hits.reasoning).toBe(1);
	expect(findWords("prove and derive", first).hits.reasoning).toBe(2);
});
