import type { SignatureOrigin } from "@smart-router/llm/chat/request.ts";
import type { Usage } from "@smart-router/llm/chat/response.ts";
import type { Failure } from "@smart-router/llm/limits/verdict.ts";
import { type ClientProtocol, MalformedAnswer } from "@smart-router/llm/protocols/protocol.ts";
import { authHeaders, chatCall, countTokensCall } from "@smart-router/llm/providers/endpoints.ts";
import { passRequestHeaders } from "@smart-router/llm/providers/headers.ts";
import { type HeldStream, holdStream, type StreamSummary } from "@smart-router/llm/transport/hold.ts";
import { type HttpClient, HttpError, type HttpResponse } from "@smart-router/llm/transport/http.ts";
import type { CredentialSecret } from "../credential/credential.ts";
import { reveal, type Secret, withoutSecret } from "../credential/secret.ts";
import type { Prepared } from "./prepare.ts";

export interface AttemptInput {
	readonly http: HttpClient;
	readonly prepared: Prepared;
	readonly credential: CredentialSecret;
	/** Who is asked: named in signatures that only the maker can read. */
	readonly origin: SignatureOrigin;
	readonly client: ClientProtocol;
	readonly clientHeaders: Readonly<Record<string, string | undefined>>;
	readonly stream: boolean;
	/** Tokens are counted instead of a chat answered. */
	readonly counts: boolean;
	readonly includeUsage: boolean;
	/** Seconds since the epoch, told where the client's format wants a time and the provider gives none. */
	readonly created: number;
	readonly signal: AbortSignal;
	/** Milliseconds to wait for response headers. */
	readonly headersTimeoutMs: number;
}

/** A whole answer in the client's protocol. */
export interface WholeAnswer {
	readonly kind: "whole";
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
	readonly usage: Usage | undefined;
	/** What only the answer tells, for `X-Smart-Router-Warning`. */
	readonly warnings?: readonly string[];
}

/** A streamed answer of which the first output is known; `held` goes on from there in the client's protocol. */
export interface StreamedAnswer {
	readonly kind: "streamed";
	readonly headers: Readonly<Record<string, string>>;
	readonly held: Extract<HeldStream, { kind: "output" }>;
}

export type AttemptResult =
	| WholeAnswer
	| StreamedAnswer
	| { readonly kind: "failed"; readonly failure: Failure }
	| { readonly kind: "aborted" };

const maxFailureBytes = 64 * 1024;

/** One call to one account, up to its whole answer or its first output. Never throws for what a provider or a network does. */
export async function attempt(input: AttemptInput): Promise<AttemptResult> {
	try {
		const response = await send(input);
		if (response.status < 200 || response.status > 299) {
			return failed(response, await readText(response.body, maxFailureBytes), input);
		}
		return input.stream ? await streamed(response, input) : await whole(response, input);
	} catch (error) {
		if (input.signal.aborted) return { kind: "aborted" };
		if (error instanceof HttpError) return noAnswer(error.reason === "timeout" ? "timed out" : error.message);
		throw error;
	}
}

function send({
	http,
	prepared,
	credential,
	client,
	clientHeaders,
	stream,
	counts,
	signal,
	headersTimeoutMs,
}: AttemptInput): Promise<HttpResponse> {
	const { provider, model } = prepared.target;
	const address = { baseUrl: credential.baseUrl, model };
	const usual = () => (counts ? countTokensCall(provider, address) : chatCall(provider, { ...address, stream }));
	const call = prepared.exchange?.call(credential.baseUrl) ?? usual();
	return http({
		method: "POST",
		url: call.url,
		headers: {
			...call.headers,
			...(prepared.passthrough ? passRequestHeaders(clientHeaders, client.id) : {}),
			...authHeaders(provider, reveal(credential.apiKey)),
			accept: stream ? "text/event-stream" : "application/json",
			"content-type": "application/json",
		},
		body: prepared.body,
		signal,
		headersTimeoutMs,
	});
}

async function whole(response: HttpResponse, input: AttemptInput): Promise<AttemptResult> {
	const { prepared, counts } = input;
	const text = await readText(response.body, Number.POSITIVE_INFINITY);
	if (counts) return { kind: "whole", headers: response.headers, text, usage: undefined };
	try {
		const read = prepared.exchange?.read(text) ?? readChat(text, input);
		return { kind: "whole", headers: response.headers, ...read };
	} catch (error) {
		if (error instanceof MalformedAnswer || error instanceof SyntaxError) return failed(response, text.slice(0, maxFailureBytes), input);
		throw error;
	}
}

function readChat(text: string, { prepared, client, origin, created }: AttemptInput): Pick<WholeAnswer, "text" | "usage"> {
	const answer = prepared.upstream.parseResponse(JSON.parse(text));
	const told = (): string => JSON.stringify(client.buildResponse({ ...answer, created: answer.created || created }, origin));
	return { text: prepared.passthrough ? text : told(), usage: answer.usage };
}

async function streamed(response: HttpResponse, input: AttemptInput): Promise<AttemptResult> {
	const { prepared, credential, client, includeUsage, origin, created } = input;
	const builder = prepared.passthrough ? undefined : client.streamBuilder({ includeUsage, origin, created });
	const held = await holdStream(response.body, prepared.upstream, builder, client.streamReframer?.());
	switch (held.kind) {
		case "output":
			return { kind: "streamed", headers: response.headers, held: { ...held, summary: () => masked(held.summary(), credential.apiKey) } };
		case "error":
			return failed(response, held.body, input);
		case "empty":
			return noAnswer("the stream ended before any output");
	}
}

const failed = ({ status, headers }: HttpResponse, body: string, { credential }: AttemptInput): AttemptResult => ({
	kind: "failed",
	failure: { status, headers, body: withoutSecret(body, credential.apiKey) },
});

/** What is told of an error after output goes into errors and evidence: there the account's key must not stand. */
function masked(summary: StreamSummary, key: Secret): StreamSummary {
	const { error } = summary;
	if (!error) return summary;
	return { ...summary, error: { message: withoutSecret(error.message, key), body: withoutSecret(error.body, key) } };
}

const noAnswer = (transport: string): AttemptResult => ({ kind: "failed", failure: { status: 0, headers: {}, body: "", transport } });

/** At most `maxBytes` of a body as text; the rest is not waited for. */
async function readText(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of body) {
		chunks.push(chunk);
		size += chunk.length;
		if (size >= maxBytes) break;
	}
	return Buffer.concat(chunks).subarray(0, maxBytes).toString("utf8");
}
