import { type Account, type Cooldown, scopesOf, wholeAccount } from "../account/account.ts";
import type { Claim } from "../selection/outcome.ts";
import { add, type Change, type Condition, eq, gt, lt, not, notExists, set, sizeOf, unset } from "../store/store.ts";
import { displaced, forgotten, manual, maxEntries, probesOf, unchanged } from "./entry.ts";
import { type Effect, type FailureFacts, policy, type Rest } from "./policy.ts";
import { quotaStep, type Told } from "./quota-step.ts";

/** One conditional update of an account: what changes, and what must still be as it was read. */
export interface Step {
	readonly changes: readonly Change[];
	readonly conditions: readonly Condition[];
}

/** What a failed attempt writes on the account as it stands, undefined when nothing. `id` names the cooldown entry it may begin. */
export function failureStep(facts: FailureFacts, id: string): Step | undefined {
	const { account, claim, told } = facts;
	const effect = isWritten(account, id) ? undefined : stepOf(policy(facts), facts, id);
	return joined([effect ?? nothing, ended(claim, account), ...(told ? [quotaStep(account, told)] : [])]);
}

/** What an attempt writes that neither failed nor succeeded: it is over. Undefined when nothing counts it. */
export const abandonedStep = (claim: Claim, account: Account): Step | undefined => joined([ended(claim, account)]);

/** The attempt's place is free again; attempts are counted on capped accounts only. */
const ended = ({ attemptId }: Claim, { inFlight }: Account): Step =>
	inFlight?.[attemptId] === undefined ? nothing : { changes: [unset("inFlight", attemptId)], conditions: [] };

/** All at once, undefined when there is nothing to write. */
function joined(steps: readonly Step[]): Step | undefined {
	const changes = steps.flatMap((step) => step.changes);
	return changes.length === 0 ? undefined : { changes, conditions: steps.flatMap((step) => step.conditions) };
}

const nothing: Step = { changes: [], conditions: [] };

/** A reply was lost and the write repeated: what stands is this attempt's own. */
const isWritten = ({ cooldowns, lastFaultId }: Account, id: string): boolean =>
	lastFaultId === id || Object.values(cooldowns).some((entry) => entry.id === id);

function stepOf(effect: Effect, facts: FailureFacts, id: string): Step | undefined {
	const { account, now } = facts;
	switch (effect.kind) {
		case "nothing":
			return undefined;
		case "fault":
			return { changes: [set(["lastFaultAt"], now), set(["lastFaultId"], id)], conditions: [eq(["lastFaultAt"], account.lastFaultAt)] };
		case "refused": {
			const { credentialVersion } = account;
			return {
				changes: [set(["refused"], { credentialVersion, at: now, text: effect.text }), ...towardsError(effect.text, now)],
				conditions: [eq(["credentialVersion"], credentialVersion), not(eq(["refused", "credentialVersion"], credentialVersion))],
			};
		}
		case "rest":
			return effect.act === "raise" ? raise(effect, facts) : open(effect, facts, id);
	}
}

/** Somebody else's window: it never gets shorter, and its streak is not touched. Written once: a repeated write is not later than itself. */
function raise({ scope, until, source, probeEvery }: Rest, { account, claim, now }: FailureFacts): Step | undefined {
	const entry = account.cooldowns[scope];
	if (!entry) return undefined;
	const same = eq(["cooldowns", scope, "id"], entry.id);
	if (until <= entry.until) {
		// A probe that finds nothing new confirms the window it saw; where that was cleared meanwhile, the failure begins another.
		return entry.id === claim.seen[scope] ? { changes: [set(["cooldowns", scope, "by"], claim.attemptId)], conditions: [same] } : undefined;
	}
	const { probe } = entry.probe ? {} : probesOf(now, until, probeEvery);
	const raised = { until, source, by: claim.attemptId, ...(probe && { probe }) };
	return {
		changes: Object.entries(raised).map(([name, value]) => set(["cooldowns", scope, name], value)),
		// Another raise that made the window long enough to be probed has set the time of its probe, which stands.
		conditions: [same, lt(["cooldowns", scope, "until"], until), ...(probe ? [notExists("cooldowns", scope, "probe")] : [])],
	};
}

/** A window of its own under a new id, in place of the entry that was read, if any. */
function open(rest: Rest, { verdict, claim, account, now }: FailureFacts, id: string): Step {
	const { scope, streak, reason, source } = rest;
	const before = account.cooldowns[scope];
	const until = Math.max(rest.until, before?.until ?? 0);
	const told = { status: verdict.status, evidence: verdict.message, by: claim.attemptId, at: now };
	const probes = probesOf(now, until, rest.probeEvery);
	const entry: Cooldown = { id, until, reason, source, ...told, streak, ...(rest.refusal && { refusal: true }), ...probes };
	const placed = place(account, scope, entry, now);
	return {
		changes: [
			...placed.changes,
			...(rest.fault ? [set(["lastFaultAt"], now)] : []),
			...(rest.refusal && scope === wholeAccount ? towardsError(verdict.message, now) : []),
		],
		conditions: [
			...placed.conditions,
			before ? unchanged(scope, before) : notExists("cooldowns", scope),
			...(rest.fault ? [eq(["lastFaultAt"], account.lastFaultAt)] : []),
		],
	};
}

/** The entry set under its scope, and what had to go for it. The map stays within its bound whoever writes at the same time. */
export function place(account: Account, scope: string, entry: Cooldown, now: number): Step {
	const gone = displaced(account, scope, now);
	const dropped = dropping(account, gone);
	const fits = account.cooldowns[scope] ? [] : [sizeOf(["cooldowns"], "lt", maxEntries + gone.length)];
	return { changes: [set(["cooldowns", scope], entry), ...dropped.changes], conditions: [...dropped.conditions, ...fits] };
}

function dropping({ cooldowns }: Account, scopes: readonly string[]): Step {
	return {
		changes: scopes.map((scope) => unset("cooldowns", scope)),
		conditions: scopes.flatMap((scope) => (cooldowns[scope] ? [unchanged(scope, cooldowns[scope])] : [])),
	};
}

const towardsError = (text: string, now: number): Change[] => [add(["errorStreak"], 1), set(["errorAt"], now), set(["errorText"], text)];

/** Ends the row of refusals: what a success, a verification, a new credential and a reset by hand have in common. */
export const forgiven: readonly Change[] = [set(["errorStreak"], 0), unset("errorAt"), unset("errorText"), unset("probedAt")];

/** What a verification and a new credential write: every no of the provider is over, and so is the rest that it led to. Limits stand. */
export function cleanSlate(account: Account): Step {
	const refused = Object.entries(account.cooldowns).flatMap(([scope, { refusal }]) => (refusal ? [scope] : []));
	const ended = dropping(account, refused);
	return { changes: [unset("refused"), ...forgiven, ...ended.changes], conditions: ended.conditions };
}

/**
 * What a successful attempt writes on the account as it stands: used just now, and nothing against it that the attempt saw at its claim.
 * What came after the claim stays. Undefined when there is nothing to write.
 */
export function successStep(claim: Claim, account: Account, now: number, told?: Told): Step | undefined {
	return joined([
		...(told ? [quotaStep(account, told)] : []),
		used(account, now),
		disproved(claim, account, now),
		cleared(claim, account),
		calmed(claim, account),
		ended(claim, account),
	]);
}

const used = ({ lastUsedAt }: Account, now: number): Step =>
	lastUsedAt >= now ? nothing : { changes: [set(["lastUsedAt"], now)], conditions: [not(gt(["lastUsedAt"], now))] };

/** Cooldowns of the model, its group and the whole account that were seen and are the same still; one set by hand ends by time only. */
function disproved(claim: Claim, account: Account, now: number): Step {
	const ended = scopesOf(claim.model, claim.group).filter((scope) => {
		const entry = account.cooldowns[scope];
		if (!entry || entry.source === manual || entry.id !== claim.seen[scope]) return false;
		return entry.until === claim.account.cooldowns[scope]?.until;
	});
	return dropping(account, [...new Set([...ended, ...forgotten(account, now)])]);
}

const cleared = (claim: Claim, { errorStreak, errorAt }: Account): Step =>
	errorStreak === 0 || errorAt !== claim.account.errorAt
		? nothing
		: {
				changes: forgiven,
				conditions: [eq(["errorStreak"], errorStreak), errorAt === undefined ? notExists("errorAt") : eq(["errorAt"], errorAt)],
			};

const calmed = (claim: Claim, { lastFaultAt }: Account): Step =>
	lastFaultAt === 0 || lastFaultAt !== claim.account.lastFaultAt
		? nothing
		: { changes: [set(["lastFaultAt"], 0)], conditions: [eq(["lastFaultAt"], lastFaultAt)] };
