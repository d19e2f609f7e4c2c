import { newRequestId } from "@smart-router/core/usage/request-record.ts";
import type { Deps } from "../deps.ts";
import type { Answer, Call, CallRequest } from "./call.ts";

const answerHeaders: Readonly<Record<string, string>> = {
	"cache-control": "no-store",
	"referrer-policy": "no-referrer",
	"strict-transport-security": "max-age=31536000",
	"x-content-type-options": "nosniff",
};

/** Begins the call; on its way out every answer gets its request id and the headers that keep browsers and caches careful. */
export function start({ clock }: Pick<Deps, "clock">) {
	const finish = (request: CallRequest): void => {
		if (request.response) request.response = withHeaders(request.response, request.context.call);
	};
	return {
		before({ event, context }: CallRequest): void {
			const now = clock();
			const call: Call = { requestId: newRequestId(now), startedAt: now, headers: lowerCased(event.headers) };
			Object.assign(context, { call });
		},
		after: finish,
		onError: finish,
	};
}

const withHeaders = (answer: Answer, { requestId, setCookie }: Call): Answer => ({
	...answer,
	headers: { ...answerHeaders, "x-smart-router-request-id": requestId, ...(setCookie && { "set-cookie": setCookie }), ...answer.headers },
});

const lowerCased = (headers: Readonly<Record<string, string | undefined>> | null): Record<string, string | undefined> =>
	Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
