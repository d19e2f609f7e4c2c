import type { Readable } from "node:stream";
import type { ChatRequest } from "@smart-router/llm/chat/request.ts";
import type { ClientProtocol } from "@smart-router/llm/protocols/protocol.ts";
import type { HttpClient } from "@smart-router/llm/transport/http.ts";
import type { FreshCredentials } from "../account/fresh-credentials.ts";
import type { Budget } from "../api-key/principal.ts";
import type { Clock, Random } from "../clock.ts";
import { GatewayError } from "../errors.ts";
import type { Metrics } from "../metrics.ts";
import type { Plan, Target } from "../routing/target.ts";
import type { Affinity } from "../selection/affinity.ts";
import type { Selection } from "../selection/claim.ts";
import type { Store } from "../store/store.ts";
import { deliver } from "./deliver.ts";
import { errorAnswer } from "./error-answer.ts";
import { exhausted, type TargetEnd } from "./exhausted.ts";
import { once } from "./once.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { prepareEmbeddings, type WantedEmbeddings } from "./prepare-embeddings.ts";
import { recordRequest } from "./record.ts";
import { type RouteFacts, routeHeaders } from "./route-headers.ts";
import type { RetryThrottle } from "./throttle.ts";
import { startTrail, type Trail } from "./trail.ts";
import { type Ended, tryTarget } from "./try-target.ts";
import type { Wishes } from "./wishes.ts";

export interface ForwardDeps {
	readonly store: Store;
	readonly selection: Selection;
	readonly affinity: Affinity;
	readonly throttle: RetryThrottle;
	readonly fresh: FreshCredentials;
	readonly http: HttpClient;
	readonly clock: Clock;
	readonly random: Random;
	/** Resolves after so many milliseconds, or as soon as the signal fires. */
	readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
	readonly metrics: Metrics;
	/** For faults that must not fail a request: a write-back the store refused. */
	readonly onFault: (what: string, error: unknown) => void;
}

export interface ForwardRequest {
	readonly requestId: string;
	readonly workspace: string;
	readonly keyId: string;
	/** Set where what the caller's key spends is counted against a limit. */
	readonly budget?: Budget | null | undefined;
	/** Profile ids the caller's key may use; null means all. */
	readonly profiles: readonly string[] | null;
	readonly client: ClientProtocol;
	readonly chat: ChatRequest;
	/** The client's body as it came, for passthrough. */
	readonly rawBody: string;
	/** Lower-case names. */
	readonly clientHeaders: Readonly<Record<string, string | undefined>>;
	readonly plan: Plan;
	readonly wishes?: Wishes;
	/** The request's tokens are to be counted; all targets speak the client's protocol. */
	readonly counts?: boolean;
	/** Embeddings are wanted; then `chat` holds no more than the model and the texts. */
	readonly embeddings?: WantedEmbeddings;
	/** Fires when the client hangs up. */
	readonly signal: AbortSignal;
	/** Fires when whoever runs this has just time enough left to end the answer and settle. */
	readonly deadline?: AbortSignal;
}

/** What goes back to the client, and what is still owed once it has left. */
export interface Answer {
	readonly status: number;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | Readable;
	/** Writes back what happened. Call it once the last byte is flushed or the client is gone; it runs once however often it is called. */
	settle(): Promise<void>;
}

/**
 * One request through the plan: the least recently used account of the first target, on failure before output the next account, then the next
 * target, within bounds. Every end is an answer in the client's protocol. Throws only what the store or the key service throw.
 */
export async function forward(deps: ForwardDeps, request: ForwardRequest): Promise<Answer> {
	const trail = startTrail(deps.clock());
	for (;;) {
		const result = await tryPlan(deps, request, trail);
		if (result.kind !== "nobody") return deliver(deps, request, trail, result);
		const { ends, refusal } = result;
		if (await waitForAccount(deps, request, trail, ends)) continue;
		const circumstances = { profileId: request.wishes?.profile?.profileId, couldFallBack: request.plan.couldFallBack };
		const error = ends.length === 0 && refusal ? refusal : exhausted(ends, trail.last, deps.clock(), circumstances);
		if (isExhausted(request, error)) deps.metrics.count("exhausted_requests", { provider: ends[0]?.target.provider.id ?? "none" });
		return failedAnswer(deps, request, trail, error);
	}
}

/** The pools had nobody for it; of an account that the caller chose himself nothing follows for its pool. */
const isExhausted = ({ wishes }: ForwardRequest, { code }: GatewayError): boolean =>
	wishes?.profile === undefined && (code === "rate_limited" || code === "no_account_available");

/** Every target once, in order. */
async function tryPlan(deps: ForwardDeps, request: ForwardRequest, trail: Trail): Promise<Ended | Nobody> {
	const ends: TargetEnd[] = [];
	let refusal: GatewayError | undefined;
	for (const target of request.plan.targets) {
		const result = await tryPrepared(deps, request, target, trail);
		if (result instanceof GatewayError) refusal ??= result;
		else if (result.kind === "end") ends.push(result.end);
		else return result;
	}
	return { kind: "nobody", ends, refusal };
}

/** How the targets ended when none of them could answer. */
interface Nobody {
	readonly kind: "nobody";
	readonly ends: readonly TargetEnd[];
	/** Why the first of them could not express the request. */
	readonly refusal: GatewayError | undefined;
}

/** Looked again so often: a slot may become free, or a cooldown be ended, before its time. */
const lookAgainMs = 500;

/** Waits when the caller wished it and an account is going to be free in time; false when there is nothing to wait for. */
async function waitForAccount(
	deps: ForwardDeps,
	{ wishes, signal }: ForwardRequest,
	trail: Trail,
	ends: readonly TargetEnd[],
): Promise<boolean> {
	const freeAt = ends.reduce((earliest, { retryAt }) => Math.min(earliest, retryAt ?? earliest), Number.POSITIVE_INFINITY);
	const now = deps.clock();
	if (freeAt > trail.startedAt + (wishes?.maxWaitMs ?? 0) || signal.aborted) return false;
	await deps.wait(Math.max(1, Math.min(freeAt - now, lookAgainMs)), signal);
	return !signal.aborted;
}

/** The way through one target, or why it cannot express the request: then another may. */
async function tryPrepared(deps: ForwardDeps, request: ForwardRequest, target: Target, trail: Trail) {
	try {
		return await tryTarget(deps, request, prepareFor(target, request), trail);
	} catch (error) {
		if (error instanceof GatewayError && error.status === 400) return error;
		throw error;
	}
}

const prepareFor = (target: Target, request: ForwardRequest): Prepared =>
	request.embeddings ? prepareEmbeddings(target, request.embeddings, request.rawBody) : prepare(target, request);

function failedAnswer(deps: ForwardDeps, request: ForwardRequest, trail: Trail, error: GatewayError): Answer {
	const { requestId, plan } = request;
	const answer = errorAnswer(request.client, error, requestId);
	const asked = trail.attempts.at(-1) ?? firstOf(request);
	const facts = { requestId, plan, attempts: trail.attempts.length, warnings: [], ...(asked && { asked }) };
	return {
		...answer,
		headers: { ...answer.headers, ...routeHeaders(facts) },
		settle: once(() => recordRequest(deps, request, trail, { outcome: "error", status: answer.status })),
	};
}

/** Who would have been asked first. */
function firstOf({ plan, wishes }: ForwardRequest): RouteFacts["asked"] {
	const [target] = plan.targets;
	return target && { provider: target.provider.id, model: target.model, ...(wishes?.profile && { profileId: wishes.profile.profileId }) };
}
