import type { Verdict } from "@smart-router/llm/limits/verdict.ts";
import type { StreamSummary } from "@smart-router/llm/transport/hold.ts";
import { markAbandoned, markFailure, markSuccess } from "../cooldown/mark.ts";
import type { Told } from "../cooldown/quota-step.ts";
import type { Claim } from "../selection/claim.ts";
import { judge } from "./call-account.ts";
import type { ForwardDeps, ForwardRequest } from "./forward.ts";
import { withoutQuotes } from "./quotes.ts";
import { type Ending, recordRequest } from "./record.ts";
import type { Served } from "./served.ts";
import { isFault } from "./throttle.ts";
import { note, noteFailure, type Trail } from "./trail.ts";

/** What a settlement needs besides the outcome. */
export interface Ledger {
	readonly deps: ForwardDeps;
	readonly request: ForwardRequest;
	readonly trail: Trail;
	readonly served: Served;
	/** Limits that the answer's headers told of. */
	readonly told?: Told;
}

/** What is known of the tokens that an answer took. */
type Counted = Pick<Ending, "usage" | "said">;

/** The upstream's finish reason was seen: the account may be used again and has been used now. */
export async function settleSuccess(ledger: Ledger, counted: Counted): Promise<void> {
	const { deps, request, trail, served, told } = ledger;
	note(trail, served.tried, "ok", 200, deps.clock());
	deps.throttle.succeeded(served.prepared.target.provider.id);
	await Promise.all([
		guarded(deps, "mark success", () => markSuccess(deps, served.claim, told)),
		recordRequest(deps, request, trail, { outcome: "ok", status: 200, served, ...counted }),
	]);
}

/** The client left: the account did nothing wrong and proved nothing. */
export async function settleAborted(ledger: Ledger, counted: Counted = {}): Promise<void> {
	const { deps, request, trail, served } = ledger;
	note(trail, served.tried, "aborted", 0, deps.clock());
	const ending = { outcome: "aborted", status: 499, served, ...counted } as const;
	await Promise.all([abandon(deps, served.claim), recordRequest(deps, request, trail, ending)]);
}

/** The function has no more time, though the client still listens. */
export const isOutOfTime = ({ signal, deadline }: ForwardRequest): boolean => deadline?.aborted === true && !signal.aborted;

/** The gateway ran out of time: no fault of the account, and nothing proved. */
export async function settleOutOfTime(ledger: Ledger, ending: Omit<Ending, "served">): Promise<void> {
	const { deps, request, trail, served } = ledger;
	note(trail, served.tried, "out of time", 0, deps.clock());
	await Promise.all([abandon(deps, served.claim), recordRequest(deps, request, trail, { ...ending, served })]);
}

/** Once a stream is over or abandoned: a provider's error outweighs a finish, a finish outweighs the client's leaving. */
export async function settleStream(ledger: Ledger, summary: StreamSummary): Promise<void> {
	const { deps, request, trail, served, told } = ledger;
	const { usage, said } = summary;
	if (summary.finish && !summary.error) return settleSuccess(ledger, { usage, said });
	if (!summary.error && served.abort.signal.aborted) {
		if (isOutOfTime(request)) return settleOutOfTime(ledger, { outcome: "broken", status: 200, usage, said });
		return settleAborted(ledger, { usage, said });
	}
	const failure = summary.error
		? { status: 200, headers: {}, body: summary.error.body }
		: { status: 0, headers: {}, body: "", transport: "broken stream" };
	const verdict = judge(failure, served, request, deps.clock());
	noteFailure(trail, served.tried, verdict, deps.clock());
	await Promise.all([
		punish(deps, request, served.claim, verdict, told),
		recordRequest(deps, request, trail, { outcome: "broken", status: 200, served, usage, said }),
	]);
}

/** An attempt that proved nothing is over. */
export const abandon = (deps: ForwardDeps, claim: Claim): Promise<void> =>
	guarded(deps, "mark abandoned", () => markAbandoned(deps, claim));

/** What the failure does to the account; the provider's words are kept without the client's. */
export function punish(deps: ForwardDeps, { chat }: ForwardRequest, claim: Claim, verdict: Verdict, told?: Told): Promise<void> {
	if (isFault(verdict.kind)) deps.throttle.failed(claim.account.provider);
	const kept = { ...verdict, message: withoutQuotes(verdict.message, chat) };
	return guarded(deps, "mark failure", () => markFailure(deps, claim, kept, told));
}

/** The answer stands whatever becomes of the write-back: a store that refuses it is reported, not thrown. */
async function guarded(deps: ForwardDeps, what: string, write: () => Promise<unknown>): Promise<void> {
	try {
		await write();
	} catch (error) {
		deps.onFault(what, error);
	}
}
