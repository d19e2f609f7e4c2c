import type { Verdict } from "@smart-router/llm/limits/verdict.ts";
import type { Target } from "../routing/target.ts";
import type { RecordedAttempt } from "../usage/request-record.ts";

/** The attempts of one request as they happen: what the headers and the record tell, and the bound on starting another. */
export interface Trail {
	/** ms, when the request came in. */
	readonly startedAt: number;
	readonly attempts: RecordedAttempt[];
	/** The last failure, that of another account than the one asked next. */
	last: Verdict | undefined;
}

/** Another attempt may start within this time of the request's arrival (ms); a running one may take longer. */
export const startWithinMs = 60_000;

export const startTrail = (now: number): Trail => ({ startedAt: now, attempts: [], last: undefined });

export interface Try {
	readonly attemptId: string;
	readonly profileId: string;
	readonly target: Target;
	/** ms, when the call began. */
	readonly at: number;
}

export function noteFailure(trail: Trail, tried: Try, verdict: Verdict, now: number): void {
	trail.last = verdict;
	note(trail, tried, verdict.kind, verdict.status, now);
}

export function note(trail: Trail, tried: Try, verdict: RecordedAttempt["verdict"], status: number, now: number): void {
	const { attemptId, profileId, target, at } = tried;
	trail.attempts.push({ attemptId, profileId, provider: target.provider.id, model: target.model, verdict, status, ms: now - at });
}
