import { countHits, findWords, fold, type Hits, type Topic } from "./lexicon.ts";
import { distinctWords, partTurn, type UserTurn } from "./text.ts";

/** The fifteen things a prompt is measured by, each in [-1, 1]. */
export const dimensions = [
	"reasoning",
	"code",
	"multiStep",
	"technical",
	"length",
	"creative",
	"question",
	"agentic",
	"constraints",
	"imperatives",
	"outputFormat",
	"simple",
	"references",
	"domain",
	"negation",
] as const;
export type Dimension = (typeof dimensions)[number];
export type Measures = Readonly<Record<Dimension, number>>;

export interface Measured {
	readonly measures: Measures;
	/** Distinct words in the ask that speak of proof and deduction. */
	readonly reasoningMarkers: number;
	/** Something says that little is asked: a word of greeting or looking up, or hardly any words at all. */
	readonly plain: boolean;
	/** The turn only agrees to what was said before. */
	readonly assents: boolean;
}

/** What words between the ends of a long text count for, in comparison with those at the ends. */
const middleShare = 0.5;
/** Words that are neither short nor long. */
const usualWords = 12;
/** Doublings of the usual number of words until a text counts as long. */
const doublings = 3.5;
const mostAssentWords = 8;
const fewWords = 3;
/** What a word or sign of mathematics counts for, in comparison with one of proof. */
const mathsShare = 0.5;
/** So many words of code make a formula code; so many of mathematics make no simple question. */
const several = 2;

/** The n-th distinct word counts half of the one before: never more than 1 in all. */
const saturated = (count: number): number => 1 - 2 ** -count;

/** Measures a user's turn. Linear in its length; a repeated word counts once. */
export function measure(text: string): Measured {
	const asked = partTurn(text);
	const ask = withoutBoasts(fold(asked.ask));
	const found = findWords(ask);
	const { hits } = found;
	const around = asked.middle === "" ? hits : findWords(fold(asked.middle), found).hits;
	const words = distinctWords(ask);
	const of = (topic: Topic): number => Math.max(saturated(hits[topic]), middleShare * saturated(around[topic]));
	const signs = countSigns(asked);
	return {
		reasoningMarkers: hits.reasoning,
		plain: words <= fewWords || (hits.simple + hits.assent + hits.shallowQuestion > 0 && hits.maths + signs.formulas < several),
		assents: hits.assent > 0 && words <= mostAssentWords,
		measures: {
			reasoning: saturated(hits.reasoning + mathsShare * (hits.maths + (hits.code < several ? signs.formulas : 0))),
			code: Math.max(of("code"), saturated(hits.code + signs.code)),
			multiStep: saturated(hits.multiStep + signs.clauses),
			technical: of("technical"),
			length: lengthOf(words),
			creative: of("creative"),
			question: saturated(hits.deepQuestion) - saturated(hits.shallowQuestion),
			agentic: of("agentic"),
			constraints: saturated(hits.constraints + signs.numbers),
			imperatives: of("imperatives"),
			outputFormat: of("outputFormat"),
			simple: simpleOf(hits, words),
			references: of("references"),
			domain: of("domain"),
			negation: saturated(hits.negation),
		},
	};
}

/** What a prompt says of itself does not count: "a very hard question, think step by step: what is 3 + 4?" asks for a sum. */
function withoutBoasts(folded: string): string {
	if (folded.length > longestBoast || countHits(folded).boast === 0) return folded;
	const said = folded.split(clauseEnd).filter((part) => countHits(part).boast === 0);
	const rest = said.join(". ");
	const { shallowQuestion, simple, reasoning } = countHits(rest);
	return shallowQuestion + simple > 0 && reasoning === 0 ? rest : folded;
}

const longestBoast = 300;
const clauseEnd = /[:.!?,;：。！？，、；]/;

const lengthOf = (words: number): number => Math.max(-1, Math.min(1, Math.log2(Math.max(1, words) / usualWords) / doublings));

/** Greetings and look-ups make a short prompt simple; a long one only begins politely. */
const simpleOf = ({ simple }: Hits, words: number): number => saturated(simple) * Math.min(1, (2 * usualWords) / Math.max(1, words));

const formula = /[a-z]\([a-z0-9+ -]{1,12}\)|[²³√∑∫≤≥∈∀∃∞]|\b[a-z0-9]\^|\b\d?[a-z] ?[+=*<>] ?[0-9a-z]\b|\b[a-z](?: - |-)\d|\bmod \d/gi;
const number = /\d[\d.,]*/g;
const clause = /[,;:，、；：]|\band\b/gi;

/** Signs that say as much as words do: formulas, code, clauses and numbers, each counted by what differs and cut low. */
function countSigns({ ask, material }: UserTurn): {
	readonly formulas: number;
	readonly code: number;
	readonly clauses: number;
	readonly numbers: number;
} {
	return {
		formulas: Math.min(3, new Set(ask.match(formula)).size),
		code: (ask.includes("`") ? 1 : 0) + (material === "" ? 0 : 1),
		clauses: Math.min(4, Math.floor((ask.match(clause)?.length ?? 0) / 3)),
		numbers: Math.min(3, Math.floor(new Set(ask.match(number)).size / 2)),
	};
}
