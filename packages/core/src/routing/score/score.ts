import type { ChatRequest } from "@smart-router/llm/chat/request.ts";
import { type Dimension, dimensions, type Measured, type Measures, measure } from "./dimensions.ts";
import { userTexts } from "./text.ts";
import fitted from "./weights.json" with { type: "json" };

/** What one dimension added to a score. */
export interface Contribution {
	readonly dimension: Dimension;
	readonly points: number;
}

export interface Scored {
	/** In [-1, 1]. */
	readonly score: number;
	/** The largest first, without those that added nothing. */
	readonly contributions: readonly Contribution[];
	readonly reasoningMarkers: number;
	/** Something says that little is asked. */
	readonly plain: boolean;
	/** The turn agreed to the one before, which was scored with it. */
	readonly assents: boolean;
}

export interface Weights {
	/** Where every score starts: what a prompt without any mark is worth. */
	readonly bias: number;
	readonly weights: Readonly<Record<Dimension, number>>;
}

/** Fitted by `test/routing/fit.ts` on the training part of the evaluation set. */
export const weights: Weights = fitted;
/** When they were fitted, and on how many prompts. */
export const fittedOn = { date: fitted.asOf, prompts: fitted.trainedOn } as const;

/** An agreement is looked up in the turns before it, so many of the user's in all. */
const lookBack = 3;
/** Of a conversation that keeps its tier so many of the user's turns are read. */
const mostTurns = 20;

/** How much a request asks of a model, by what its user says last. Linear in the length of the last turns; the same for the same words. */
export const score = (request: ChatRequest): Scored => scoreTurns(userTexts(request, lookBack));

/** The score of the last turn, and that of the turn which asks the most: the last one itself unless all are read. */
export function scoreConversation(request: ChatRequest, all: boolean): { readonly last: Scored; readonly highest: Scored } {
	const turns = userTexts(request, all ? mostTurns : lookBack);
	const last = scoreTurns(turns.slice(0, lookBack));
	const earlier = all ? turns.slice(1).map((turn) => scoreTurns([turn])) : [];
	return { last, highest: earlier.reduce((most, turn) => (turn.score > most.score ? turn : most), last) };
}

function scoreTurns(turns: readonly string[]): Scored {
	const { measures, ...rest } = measureTurns(turns);
	return { ...weigh(measures, weights), ...rest };
}

/** The user's last turn; with "yes, do that" the one before it that says what. */
export function measureTurns([last = "", ...before]: readonly string[]): Measured {
	const measured = measure(last);
	if (!measured.assents || before.length === 0) return { ...measured, assents: false };
	const meant = measureTurns(before);
	const measures = dimensions.map((name) => [name, Math.max(measured.measures[name], meant.measures[name])] as const);
	return {
		measures: { ...(Object.fromEntries(measures) as Measures), simple: meant.measures.simple },
		reasoningMarkers: meant.reasoningMarkers,
		plain: meant.plain,
		assents: true,
	};
}

/** The weighted sum, with what each dimension added. */
export function weigh(measures: Measures, { bias, weights }: Weights): Pick<Scored, "score" | "contributions"> {
	const points = dimensions.map((dimension) => ({ dimension, points: weights[dimension] * measures[dimension] }));
	const sum = points.reduce((total, one) => total + one.points, bias);
	return {
		score: Math.max(-1, Math.min(1, sum)),
		contributions: points.filter((one) => one.points !== 0).sort((a, b) => Math.abs(b.points) - Math.abs(a.points)),
	};
}
