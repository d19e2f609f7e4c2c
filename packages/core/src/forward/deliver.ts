import { passResponseHeaders } from "@smart-router/llm/providers/headers.ts";
import { GatewayError } from "../errors.ts";
import { streamBody } from "./body.ts";
import { toldBy } from "./call-account.ts";
import { keepConversation } from "./conversation.ts";
import { errorAnswer, refusalAnswer, toClientError } from "./error-answer.ts";
import type { Answer, ForwardDeps, ForwardRequest } from "./forward.ts";
import { once } from "./once.ts";
import type { StreamedAnswer } from "./read-answer.ts";
import { recordRequest } from "./record.ts";
import { routeHeaders } from "./route-headers.ts";
import { isOutOfTime, type Ledger, settleAborted, settleOutOfTime, settleStream, settleSuccess } from "./settle.ts";
import type { Trail } from "./trail.ts";
import type { Ended } from "./try-target.ts";

const silenceMs = 10_000;
/** The client closed the connection before there was anything to say (nginx's code for it). */
const clientClosed = 499;

/** Turns how an attempt ended into the answer, and into the one settlement that is owed for it. */
export function deliver(deps: ForwardDeps, request: ForwardRequest, trail: Trail, result: Ended): Answer {
	const { served } = result;
	const { provider, model } = served.prepared.target;
	const told = result.kind === "answered" ? toldBy(result.answer.headers, deps.clock()) : undefined;
	const ledger: Ledger = { deps, request, trail, served, ...(told && { told }) };
	const route = routeHeaders({
		requestId: request.requestId,
		plan: request.plan,
		asked: { provider: provider.id, model, profileId: served.claim.account.profileId },
		attempts: trail.attempts.length + (result.kind === "answered" ? 1 : 0),
		warnings: [...served.prepared.warnings, ...warningsOf(result)],
	});
	if (result.kind === "aborted") return { status: clientClosed, headers: route, body: "", settle: once(() => settleAborted(ledger)) };
	if (result.kind === "out of time") return lateAnswer(ledger, route);
	if (result.kind === "refused")
		return result.verdict.kind === "too_large" ? overlong(ledger, result, route) : refused(ledger, result, route);
	const { answer } = result;
	// While the answer is on its way to the client, who may go on as soon as it is whole.
	const kept = keepConversation(deps, served);
	if (answer.kind === "streamed") return streamed(ledger, answer, route, kept);
	return {
		status: 200,
		headers: { ...passResponseHeaders(answer.headers), ...route, "content-type": "application/json" },
		body: answer.text,
		settle: once(async () => void (await Promise.all([kept, settleSuccess(ledger, { usage: answer.usage, said: answer.said })]))),
	};
}

const warningsOf = (result: Ended): readonly string[] =>
	(result.kind === "answered" && result.answer.kind === "whole" && result.answer.warnings) || [];

/** The request's own fault: the client gets the provider's word for it, and no account is touched. */
function refused(
	{ deps, request, trail, served }: Ledger,
	{ verdict, body }: Extract<Ended, { kind: "refused" }>,
	route: Record<string, string>,
): Answer {
	const status = verdict.status >= 400 && verdict.status < 500 ? verdict.status : 400;
	const error = { status, code: verdict.code ?? "invalid_request", message: verdict.message, param: null, requestId: request.requestId };
	const answer = refusalAnswer(request.client, error, served.prepared.passthrough, body);
	return {
		...answer,
		headers: { ...answer.headers, ...route },
		settle: once(() => recordRequest(deps, request, trail, { outcome: "error", status, served })),
	};
}

/** The provider gave more than the gateway can hold: nobody's account is at fault, and what went in was paid for. */
function overlong(ledger: Ledger, { verdict }: Extract<Ended, { kind: "refused" }>, route: Record<string, string>): Answer {
	const { deps, request, trail, served } = ledger;
	const error = new GatewayError("upstream_error", `The provider's answer is too large: ${verdict.message}.`, {
		hint: "Ask for less at once, such as fewer texts to embed, or for a stream.",
	});
	return ownWord(request, error, route, (status) => recordRequest(deps, request, trail, { outcome: "broken", status, served }));
}

/** The function's life ends before the provider has said anything. */
const lateAnswer = (ledger: Ledger, route: Record<string, string>): Answer =>
	ownWord(ledger.request, outOfTime(), route, (status) => settleOutOfTime(ledger, { outcome: "error", status }));

/** An error of the gateway's own in the place of the provider's answer. */
function ownWord(
	{ client, requestId }: ForwardRequest,
	error: GatewayError,
	route: Record<string, string>,
	settle: (status: number) => Promise<void>,
): Answer {
	const answer = errorAnswer(client, error, requestId);
	return { ...answer, headers: { ...answer.headers, ...route }, settle: once(() => settle(answer.status)) };
}

const outOfTime = (): GatewayError =>
	new GatewayError("upstream_timeout", "The answer took longer than the gateway's function may run.", {
		hint: "Ask for less at once, or run the gateway as a server.",
	});

function streamed(ledger: Ledger, { headers, held }: StreamedAnswer, route: Record<string, string>, kept: Promise<void>): Answer {
	const { request, served } = ledger;
	async function* chunks(): AsyncGenerator<Uint8Array | string> {
		yield held.first;
		yield* held.rest;
		const { owesError, error } = held.summary();
		const late = isOutOfTime(request);
		if (!owesError || (served.abort.signal.aborted && !late)) return;
		if (late && !error) return void (yield told(outOfTime()));
		const fault = error ? `The provider ended the stream with an error: ${error.message}` : "The provider broke the stream before its end.";
		yield told(new GatewayError("upstream_error", fault));
	}
	function told(error: GatewayError): string {
		const failure = toClientError(error, request.requestId);
		return held.failure(failure) ?? request.client.buildStreamError(failure);
	}
	const body = streamBody({
		chunks: chunks(),
		keepAlive: request.client.keepAlive,
		silenceMs,
		abandon: () => served.abort.abort(),
	});
	return {
		status: 200,
		headers: {
			...passResponseHeaders(headers),
			...route,
			"content-type": request.client.streamType ?? "text/event-stream; charset=utf-8",
			"cache-control": "no-cache",
			"x-accel-buffering": "no",
		},
		body,
		settle: once(async () => {
			// Where nobody has read it to its end, nobody will.
			body.destroy();
			await Promise.all([kept, settleStream(ledger, held.summary())]);
		}),
	};
}
