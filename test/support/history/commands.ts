import type { Claim } from "@smart-router/core/selection/claim.ts";
import type { Verdict, VerdictKind, VerdictScope } from "@smart-router/llm/limits/verdict.ts";
import fc from "fast-check";
import { labels, provider } from "../accounts.ts";
import { sampleVerdict } from "../verdicts.ts";
import type { Ask } from "./history.ts";
import { models } from "./specification.ts";

/** What an instance is to do next; attempts and times are named relative to when it comes to it. */
export type Command =
	| {
			readonly do: "claim";
			readonly model: string;
			readonly times: number;
			readonly exclude: readonly string[];
			readonly begins: boolean;
			readonly boundTo: string | undefined;
	  }
	| { readonly do: "settle"; readonly which: number; readonly failure: Failure | undefined }
	| { readonly do: "ask"; readonly ask: Ask };

interface Failure {
	readonly kind: VerdictKind;
	readonly scope: VerdictScope;
	/** ms that the provider asks to wait. */
	readonly wait: number | undefined;
}

/** What the histories are about: few accounts, models and failures bring rare coincidences about sooner. */
export interface Subject {
	readonly names: readonly string[];
	readonly models: readonly string[];
	readonly failures: readonly (readonly [VerdictKind, readonly VerdictScope[]])[];
	/** Some claims begin a conversation, some go on with one. */
	readonly conversations?: boolean;
	/** Attempts at once are limited now and then. */
	readonly caps?: boolean;
}

export const everything: Subject = {
	names: labels(3),
	models,
	failures: [
		["rate_short", ["model", "group", "account"]],
		["quota_long", ["group", "account"]],
		["overloaded", ["model"]],
		["server", ["account"]],
		["permission", ["account"]],
		["auth", ["account"]],
		["bad_request", ["request"]],
	],
};

/** The same with what only some pools have. */
export const conversationsAndCaps: Subject = { ...everything, conversations: true, caps: true };

function failure({ failures }: Subject): fc.Arbitrary<Failure> {
	const wait = fc.option(fc.oneof(fc.constant(60_000), fc.integer({ min: 1, max: 1_000_000 })), { nil: undefined });
	return fc
		.constantFrom(...failures)
		.chain(([kind, scopes]) => fc.record({ kind: fc.constant(kind), scope: fc.constantFrom(...scopes), wait }));
}

function byHand({ names, caps }: Subject): fc.Arbitrary<Ask> {
	const label = fc.constantFrom(...names);
	const scope = fc.constantFrom("*", "gpt-a", "group:gpt");
	const most = fc.constantFrom(1, 2, null);
	return fc.oneof(
		...(caps ? [fc.record({ kind: fc.constant("cap" as const), label, most })] : []),
		fc.record({
			kind: fc.constantFrom("reset" as const, "link" as const, "remove" as const, "enable" as const, "disable" as const),
			label,
		}),
		fc.record({ kind: fc.constantFrom("link" as const, "enable" as const, "renew" as const), label }),
		fc.record({ kind: fc.constant("rest" as const), label, scope, seconds: fc.integer({ min: 1, max: 90 }) }),
		fc.record({ kind: fc.constant("clear" as const), label, scope }),
		fc.record({ kind: fc.constantFrom("reset all" as const, "rotate" as const, "explain" as const) }),
	);
}

export function commandsOn(subject: Subject): fc.Arbitrary<Command> {
	const tried = fc.constantFrom(...subject.names).map((label) => [`${provider}:${label}`]);
	const claim = fc.record({
		do: fc.constant("claim" as const),
		model: fc.constantFrom(...subject.models),
		times: fc.constantFrom(1, 1, 1, 3),
		begins: subject.conversations ? fc.boolean() : fc.constant(false),
		boundTo: subject.conversations ? fc.option(fc.constantFrom(...subject.names), { nil: undefined }) : fc.constant(undefined),
		exclude: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: tried }),
	});
	const settle = (arbitrary: fc.Arbitrary<Failure | undefined>) =>
		fc.record({ do: fc.constant("settle" as const), which: fc.nat(20), failure: arbitrary });
	return fc.oneof(
		{ weight: 6, arbitrary: claim },
		{ weight: 4, arbitrary: settle(failure(subject)) },
		{ weight: 3, arbitrary: settle(fc.constant(undefined)) },
		{ weight: 2, arbitrary: fc.record({ do: fc.constant("ask" as const), ask: byHand(subject) }) },
	);
}

/** What the command means for an instance with these attempts under way; takes the one that it settles out of them. */
export function askOf(command: Command, open: Claim[], now: number): Ask | undefined {
	switch (command.do) {
		case "claim":
			return claimOf(command);
		case "ask":
			return command.ask;
		case "settle": {
			const [claim] = open.splice(command.which % Math.max(1, open.length), 1);
			if (!claim) return undefined;
			return command.failure ? { kind: "fail", claim, verdict: verdictOf(command.failure, now) } : { kind: "succeed", claim };
		}
	}
}

function claimOf({ model, times, exclude, begins, boundTo }: Command & { readonly do: "claim" }): Ask {
	const goesOn = !begins && boundTo !== undefined;
	return { kind: "claim", model, times, exclude, begins, ...(goesOn && { boundTo }) };
}

const verdictOf = ({ kind, scope, wait }: Failure, now: number): Verdict =>
	sampleVerdict({ kind, scope, ...(wait === undefined ? {} : { retryAt: now + wait }) });
