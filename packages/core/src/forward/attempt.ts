import type { SignatureOrigin } from "@smart-router/llm/chat/request.ts";
import type { ClientProtocol } from "@smart-router/llm/protocols/protocol.ts";
import { authHeaders, chatCall, countTokensCall } from "@smart-router/llm/providers/endpoints.ts";
import { mergedHeaders, passRequestHeaders } from "@smart-router/llm/providers/headers.ts";
import { loginHeaders } from "@smart-router/llm/providers/token-form.ts";
import { type HttpClient, HttpError, type HttpResponse } from "@smart-router/llm/transport/http.ts";
import { callSecret } from "../credential/content.ts";
import type { CredentialSecret } from "../credential/credential.ts";
import { reveal } from "../credential/secret.ts";
import type { Prepared } from "./prepare.ts";
import { noAnswer, type Read, readAnswer } from "./read-answer.ts";

export interface AttemptInput {
	readonly http: HttpClient;
	readonly prepared: Prepared;
	readonly credential: CredentialSecret;
	/** The one of the credential's addresses to ask at. */
	readonly baseUrl: string;
	/** This attempt's own id. */
	readonly attemptId: string;
	/** Who is asked: named in signatures that only the maker can read. */
	readonly origin: SignatureOrigin;
	readonly client: ClientProtocol;
	readonly clientHeaders: Readonly<Record<string, string | undefined>>;
	/** The client asked for a stream. */
	readonly stream: boolean;
	/** Tokens are counted instead of a chat answered. */
	readonly counts: boolean;
	readonly includeUsage: boolean;
	/** Seconds since the epoch, told where the client's format wants a time and the provider gives none. */
	readonly created: number;
	readonly signal: AbortSignal;
	/** Longest silence of the provider in ms, before its answer and within it. */
	readonly silenceMs: number;
}

export type AttemptResult = Read | { readonly kind: "aborted" };

/** One call to one account, up to its whole answer or its first output. Never throws for what a provider or a network does. */
export async function attempt(input: AttemptInput): Promise<AttemptResult> {
	try {
		return await readAnswer(await send(input), input);
	} catch (error) {
		if (input.signal.aborted) return { kind: "aborted" };
		// Recursion has ended: nobody nests an answer so deep who means well.
		if (error instanceof RangeError) return noAnswer("the answer is nested too deeply");
		if (error instanceof HttpError) return noAnswer(error.reason === "timeout" ? "timed out" : error.message, error.reason);
		throw error;
	}
}

/** Headers of the client that go to the provider. */
export const passedHeaders = (
	{ passthrough }: Prepared,
	{ client, clientHeaders }: Pick<AttemptInput, "client" | "clientHeaders">,
): Record<string, string> => (passthrough ? passRequestHeaders(clientHeaders, client.id) : {});

function send(input: AttemptInput): Promise<HttpResponse> {
	const { http, prepared, credential, baseUrl, attemptId, counts, signal, silenceMs } = input;
	const { streams: stream, exchange, upstream, body } = prepared;
	const { provider, model } = prepared.target;
	const login = credential.kind === "token_set" ? credential : undefined;
	const address = { baseUrl, model };
	const usual = () => (counts ? countTokensCall(provider, address) : chatCall(provider, { ...address, stream }));
	const call = exchange?.call(baseUrl) ?? usual();
	return http({
		method: "POST",
		url: call.url,
		headers: {
			...mergedHeaders(call.headers, passedHeaders(prepared, input)),
			...(login && loginHeaders(provider, login)),
			...authHeaders(provider, reveal(callSecret(credential))),
			accept: stream ? "text/event-stream" : "application/json",
			"content-type": "application/json",
		},
		body: upstream.forAccount?.(body, { project: login?.project ?? null, requestId: attemptId }) ?? body,
		signal,
		silenceMs,
	});
}
