import { estimateAnswer } from "@smart-router/llm/chat/estimate-tokens.ts";
import type { SignatureOrigin } from "@smart-router/llm/chat/request.ts";
import type { ChatResponse, Usage } from "@smart-router/llm/chat/response.ts";
import type { Failure } from "@smart-router/llm/limits/verdict.ts";
import { type ClientError, MalformedAnswer } from "@smart-router/llm/protocols/protocol.ts";
import { collectStream } from "@smart-router/llm/transport/collect-stream.ts";
import { failedAfter } from "@smart-router/llm/transport/failed-stream.ts";
import { type HeldStream, holdStream, type StreamSummary } from "@smart-router/llm/transport/hold.ts";
import type { HttpError, HttpResponse } from "@smart-router/llm/transport/http.ts";
import { limited } from "@smart-router/llm/transport/limited.ts";
import { readAtMost } from "@smart-router/llm/transport/read-at-most.ts";
import { toldAsStream } from "@smart-router/llm/transport/told-as-stream.ts";
import { callSecret } from "../credential/content.ts";
import { type Secret, withoutSecret } from "../credential/secret.ts";
import type { AttemptInput } from "./attempt.ts";

/** A whole answer in the client's protocol. */
export interface WholeAnswer {
	readonly kind: "whole";
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
	readonly usage: Usage | undefined;
	/** Tokens of the answer, estimated where the provider told no counts. */
	readonly said?: number;
	/** What only the answer tells, for `X-Smart-Router-Warning`. */
	readonly warnings?: readonly string[];
}

type Held = Extract<HeldStream, { kind: "output" }>;

/** A streamed answer of which the first output is known; `held` goes on from there in the client's protocol. */
export interface StreamedAnswer {
	readonly kind: "streamed";
	readonly headers: Readonly<Record<string, string>>;
	readonly held: Held;
}

export type Read = WholeAnswer | StreamedAnswer | { readonly kind: "failed"; readonly failure: Failure };

const maxFailureBytes = 64 * 1024;
/**
 * Of an answer that is held as a whole: the most that OpenAI's SDK asks for at once (2,048 vectors of 3,072 numbers in base64, 32 MiB) goes through. It takes
 * about four times its length, which a function of 256 MB has.
 */
const maxAnswerBytes = 34 * 1024 * 1024;

/**
 * An HTTP answer as the client asked for it, streamed or whole, whichever way the provider gives it. Throws what the body throws (`HttpError`), and `HttpError`
 * (`too-large`) for more than can be held.
 */
export async function readAnswer(response: HttpResponse, input: AttemptInput): Promise<Read> {
	if (response.status < 200 || response.status > 299) return failed(response, await readAtMost(response.body, maxFailureBytes), input);
	if (!input.prepared.streams) return whole(response, input);
	return input.stream ? streamed(response, input) : collected(response, input);
}

async function whole(response: HttpResponse, input: AttemptInput): Promise<Read> {
	const { prepared, counts, stream } = input;
	const { headers } = response;
	const text = await readAtMost(limited(response.body, prepared.exchange?.maxBytes ?? maxAnswerBytes), Number.POSITIVE_INFINITY);
	if (counts) return { kind: "whole", headers, text, usage: undefined };
	try {
		if (prepared.exchange) return { kind: "whole", headers, ...prepared.exchange.read(text) };
		const answer = prepared.upstream.parseResponse(JSON.parse(text));
		if (stream) return { kind: "streamed", headers, held: toldAsStream(answer, builderOf(input)) };
		return { kind: "whole", headers, text: prepared.passthrough ? text : told(answer, input), ...countsOf(answer) };
	} catch (error) {
		if (error instanceof MalformedAnswer || error instanceof SyntaxError) return failed(response, text, input);
		throw error;
	}
}

async function streamed(response: HttpResponse, input: AttemptInput): Promise<Read> {
	const { prepared, credential, client } = input;
	const builder = prepared.passthrough ? undefined : builderOf(input);
	const reframer = client.streamReframer?.();
	const held = await holdStream(response.body, prepared.upstream, { builder, reframer, unasked: prepared.unasked });
	switch (held.kind) {
		case "output":
			return {
				kind: "streamed",
				headers: response.headers,
				held: {
					...held,
					summary: () => masked(held.summary(), callSecret(credential)),
					...(!builder && { failure: (error: ClientError) => failedAfter(held.first, prepared.upstream, builderOf(input), error) }),
				},
			};
		case "error":
			return failed(response, held.body, input);
		case "empty":
			return noAnswer("the stream ended before any output");
	}
}

async function collected(response: HttpResponse, input: AttemptInput): Promise<Read> {
	const read = await collectStream(limited(response.body, maxAnswerBytes), input.prepared.upstream);
	switch (read.kind) {
		case "whole":
			return { kind: "whole", headers: response.headers, text: told(read.response, input), ...countsOf(read.response) };
		case "error":
			return failed(response, read.body, input);
		case "broken":
			return noAnswer("the stream ended before the answer's end");
	}
}

const countsOf = (answer: ChatResponse): Pick<WholeAnswer, "usage" | "said"> =>
	answer.usage ? { usage: answer.usage } : { usage: undefined, said: estimateAnswer(answer) };

/** Who answered, as proofs of reasoning name it: nobody where the client speaks the provider's protocol. */
const makerFor = ({ prepared, origin }: AttemptInput): SignatureOrigin => (prepared.passthrough ? { ...origin, native: true } : origin);

const told = (answer: ChatResponse, input: AttemptInput): string =>
	JSON.stringify(input.client.buildResponse({ ...answer, created: answer.created || input.created }, makerFor(input)));

const builderOf = (input: AttemptInput) =>
	input.client.streamBuilder({ includeUsage: input.includeUsage, origin: makerFor(input), created: input.created });

const failed = ({ status, headers }: HttpResponse, body: string, { credential }: AttemptInput): Read => ({
	kind: "failed",
	failure: { status, headers, body: withoutSecret(body.slice(0, maxFailureBytes), callSecret(credential)) },
});

/** What is told of an error after output goes into errors and evidence: there the account's key must not stand. */
function masked(summary: StreamSummary, key: Secret): StreamSummary {
	const { error } = summary;
	if (!error) return summary;
	return { ...summary, error: { message: withoutSecret(error.message, key), body: withoutSecret(error.body, key) } };
}

export const noAnswer = (transport: string, reason?: HttpError["reason"]): Read => ({
	kind: "failed",
	failure: { status: 0, headers: {}, body: "", transport, ...(reason && { reason }) },
});
