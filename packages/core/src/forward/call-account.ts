import { createHash } from "node:crypto";
import { findModel } from "@smart-router/llm/catalog/catalog.ts";
import type { SignatureOrigin } from "@smart-router/llm/chat/request.ts";
import { classify } from "@smart-router/llm/limits/classify.ts";
import type { Failure, Verdict } from "@smart-router/llm/limits/verdict.ts";
import { quotaWindows } from "@smart-router/llm/limits/windows.ts";
import type { Usable } from "../account/fresh-credentials.ts";
import type { Told } from "../cooldown/quota-step.ts";
import { GatewayError } from "../errors.ts";
import { type AttemptInput, type AttemptResult, attempt, passedHeaders } from "./attempt.ts";
import { preparedForLogin } from "./for-login.ts";
import type { ForwardDeps, ForwardRequest } from "./forward.ts";
import type { StreamedAnswer, WholeAnswer } from "./read-answer.ts";
import { preparedFor, withoutReasoning } from "./reasoning.ts";
import type { Served } from "./served.ts";

/** How a call ended; `version` is the credential's that was refused or failed. */
export type Called =
	| WholeAnswer
	| StreamedAnswer
	| { readonly kind: "aborted" }
	| { readonly kind: "failed"; readonly verdict: Verdict; readonly body: string; readonly version: number; readonly told?: Told };

export interface AccountCall {
	readonly called: Called;
	/** What was asked in the end. */
	readonly served: Served;
}

/** So long may a model think without a byte, before its answer or within it: longer than any vendor's pause between pings. */
const silenceMs = 5 * 60_000;

/**
 * The call with the account's credential, renewed where it is close to its end, and with no reasoning but what this account made. Once more when the
 * credential was refused and a newer one is stored by now or can be had, or when a signature was refused: then without reasoning. Throws what `prepare`
 * throws.
 */
export async function callAccount(deps: ForwardDeps, request: ForwardRequest, target: Served): Promise<AccountCall> {
	const { account } = target.claim;
	const opened = await deps.fresh.open(account, account.credentialVersion);
	const isLogin = opened.ok && opened.secret.kind === "token_set";
	const asked = isLogin ? preparedForLogin(target.prepared, request) : target.prepared;
	if (asked instanceof GatewayError) return { called: notForLogins(asked, opened), served: target };
	const served: Served = { ...target, prepared: preparedFor(originOf(target), asked, request) };
	const called = await callWith(deps, request, served, opened);
	if (called.kind !== "failed" || !called.verdict.sameAccountRetry) return { called, served };
	if (called.verdict.kind === "signature") {
		const bare = withoutReasoning(served.prepared, request);
		return bare ? callOnce(deps, request, { ...served, prepared: bare }, opened) : { called, served };
	}
	const renewed = await deps.fresh.afterRefusal(account, called.version);
	return renewed === undefined ? { called, served } : callOnce(deps, request, served, renewed);
}

const callOnce = async (deps: ForwardDeps, request: ForwardRequest, served: Served, opened: Usable): Promise<AccountCall> => ({
	called: await callWith(deps, request, served, opened),
	served,
});

async function callWith(deps: ForwardDeps, request: ForwardRequest, served: Served, opened: Usable): Promise<Called> {
	const { version } = opened;
	if (!opened.ok) return { kind: "failed", verdict: noCredential(opened), body: "", version };
	const { secret } = opened;
	const input: Omit<AttemptInput, "baseUrl"> = {
		http: deps.http,
		prepared: served.prepared,
		credential: secret,
		attemptId: served.claim.attemptId,
		origin: originOf(served),
		client: request.client,
		clientHeaders: request.clientHeaders,
		stream: request.chat.stream && !request.counts,
		counts: request.counts ?? false,
		includeUsage: request.chat.streamUsage,
		created: Math.floor(deps.clock() / 1000),
		signal: served.abort.signal,
		silenceMs,
	};
	const others = secret.kind === "token_set" ? [...secret.otherBaseUrls] : [];
	for (let baseUrl: string | undefined = secret.baseUrl; ; ) {
		const result: AttemptResult = await attempt({ ...input, baseUrl });
		if (result.kind !== "failed") return result;
		const { body, headers } = result.failure;
		const now = deps.clock();
		const verdict = judge(result.failure, served, request, now);
		baseUrl = hostFaults.has(verdict.kind) ? others.shift() : undefined;
		if (baseUrl === undefined) return { kind: "failed", verdict, body, version, told: toldBy(headers, now) };
	}
}

/** What another host of the same provider may not have. */
const hostFaults: ReadonlySet<Verdict["kind"]> = new Set(["overloaded", "server", "transport"]);

/** What an answer's headers tell of the account's limits. */
export const toldBy = (headers: Failure["headers"], now: number): Told => ({ at: now, windows: quotaWindows(headers, now) });

/** The account is told by a hash: signatures travel through clients. */
const originOf = ({ prepared: { target }, claim: { account } }: Served): SignatureOrigin => ({
	provider: target.provider.id,
	model: target.model,
	account: createHash("sha256").update(account.gen).digest("base64url").slice(0, 8),
});

/** A dead credential is refused like one that the provider refused; a token endpoint that is not to be had is a fault of the connection. */
const noCredential = (opened: Extract<Usable, { ok: false }>): Verdict => ({
	scope: "account",
	status: 0,
	message: opened.text,
	sameAccountRetry: false,
	failover: true,
	...(opened.kind === "dead"
		? { kind: "auth" as const }
		: { kind: "transport" as const, retryAt: opened.retryAt, retrySource: "token endpoint" }),
});

/** A key of the same provider may be able to. */
const notForLogins = ({ message }: GatewayError, { version }: Usable): Called => ({
	kind: "failed",
	verdict: { kind: "bad_request", scope: "request", status: 0, message, sameAccountRetry: false, failover: true },
	body: "",
	version,
});

/** What a provider's failure means for this account and target. */
export function judge(
	failure: Failure,
	{ prepared, claim: { account } }: Pick<Served, "prepared" | "claim">,
	request: Pick<ForwardRequest, "client" | "clientHeaders">,
	now: number,
): Verdict {
	const { provider, model } = prepared.target;
	const found = findModel(provider.id, model);
	const listed = [provider.models, account.models ?? [], account.served ?? []].some((ids) => ids.includes(model));
	return classify(failure, {
		protocol: provider.protocol,
		provider: provider.id,
		model,
		knownModel: found !== undefined || listed,
		...(found?.group !== undefined && { group: found.group }),
		sent: { body: prepared.body, headers: passedHeaders(prepared, request) },
		now,
	});
}
