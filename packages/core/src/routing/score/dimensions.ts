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
/** Who needs more different words than this to ask wants more than a look-up: so do 175 of the 179 SIMPLE prompts of the training part. */
const mostPlainWords = 16;
/** Of longer questions of the training part that nothing but their opening makes simple, as many are not SIMPLE as are. */
const mostOpenerWords = 10;
/** What a word of proof counts for in a text that is to be written: there people tell of truth and evidence, and deduce nothing. */
const toldShare = 0.5;
/** A sum stands alone: in a longer text numbers are part of something else. */
const mostSumWords = 12;
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
	const signs = countSigns({ ...asked, ask }, words);
	const reasoning = hits.creative < several ? hits.reasoning : toldShare * hits.reasoning;
	return {
		reasoningMarkers: Math.floor(reasoning),
		plain: isPlain(hits, signs, words),
		assents: assents(hits, words),
		measures: {
			reasoning: saturated(reasoning + mathsShare * (hits.maths + (hits.code < several ? signs.formulas : 0))),
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
			simple: simpleOf(hits.simple + signs.sums, words),
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
	return (shallowQuestion + simple > 0 || sum.test(rest)) && reasoning === 0 ? rest : folded;
}

const longestBoast = 300;
const clauseEnd = /[:.!?,;：。！？，、；]/;

const lengthOf = (words: number): number => Math.max(-1, Math.min(1, Math.log2(Math.max(1, words) / usualWords) / doublings));

const assents = ({ assent }: Hits, words: number): boolean => assent > 0 && words <= mostAssentWords;

/** Hardly any words, or a short ask that greets, agrees, looks something up or wants a sum, and holds no mathematics beyond that. */
function isPlain(hits: Hits, { formulas, sums }: Signs, words: number): boolean {
	if (words <= fewWords || sums > 0 || assents(hits, words)) return true;
	const isLittle = hits.simple > 0 ? words <= mostPlainWords : opensShallow(hits, words);
	return isLittle && hits.maths + formulas < several;
}

/** "How many", "who", "is a": of a puzzle and of a look-up alike, so it says something only where nothing else speaks of more. */
const opensShallow = ({ shallowQuestion, reasoning, deepQuestion, technical, domain, constraints, maths }: Hits, words: number): boolean =>
	shallowQuestion > 0 && words <= mostOpenerWords && reasoning + deepQuestion + technical + domain + constraints + maths === 0;

/** Greetings and look-ups make a short prompt simple; a long one only begins politely. */
const simpleOf = (simple: number, words: number): number => saturated(simple) * Math.min(1, (2 * usualWords) / Math.max(1, words));

const formula = /[a-z]\([a-z0-9+ -]{1,12}\)|[²³√∑∫≤≥∈∀∃∞]|\b[a-z0-9]\^|\b\d?[a-z] ?[+=*<>] ?[0-9a-z]\b|\b[a-z](?: - |-)\d|\bmod \d/gi;
const sum = /\d ?%? ?(?:[+*×÷]| - | \/ | x |plus|minus|times|of|por|fois|mal|más|mais|乘|加|减|умножить на) ?\d/i;
const number = /\d[\d.,]*/g;
const clause = /[,;:，、；：]|\band\b/gi;

interface Signs {
	/** One when all that is asked for seems to be a sum in one step. */
	readonly sums: number;
	readonly formulas: number;
	readonly code: number;
	readonly clauses: number;
	readonly numbers: number;
}

/** Signs that say as much as words do: formulas, code, clauses and numbers, each counted by what differs and cut low. */
function countSigns({ ask, material }: UserTurn, words: number): Signs {
	const formulas = Math.min(3, new Set(ask.match(formula)).size);
	return {
		sums: words <= mostSumWords && sum.test(ask) && formulas === 0 ? 1 : 0,
		formulas,
		code: (ask.includes("`") ? 1 : 0) + (material === "" ? 0 : 1),
		clauses: Math.min(4, Math.floor((ask.match(clause)?.length ?? 0) / 3)),
		numbers: Math.min(3, Math.floor(new Set(ask.match(number)).size / 2)),
	};
}
