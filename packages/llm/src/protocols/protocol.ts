import type { ListedModel } from "../chat/listed-model.ts";
import type { ChatRequest, Json, JsonObject, SignatureOrigin } from "../chat/request.ts";
import type { ChatResponse, FinishReason, Usage } from "../chat/response.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import type { Frame } from "../transport/sse.ts";
import type { FieldNames } from "./field-names.ts";

/** Formats that clients may speak. */
export type ClientProtocolId = "openai-chat" | "openai-responses" | "anthropic-messages" | "gemini";
/** Formats that providers may speak. */
export type ProtocolId = ClientProtocolId | "code-assist";

/** A pure state machine over a stream: the state is a plain value, `step` never mutates it and never throws on what a provider sent. */
export interface Machine<State, In, Out> {
	readonly initial: State;
	step(state: State, input: In): readonly [State, readonly Out[]];
	/** What is still owed when the input has ended, e.g. the end of an open block. */
	end(state: State): readonly Out[];
}

/** Parts to the text that goes to a client. */
export interface StreamBuilder<State> extends Machine<State, StreamPart, string> {
	/** The text that ends a stream with an error, where it tells what was said before; else, and when undefined, `buildStreamError` does. */
	fail?(state: State, error: ClientError): string | undefined;
}

/** A client's request that cannot be understood: becomes a 400 that names the field. */
export class InvalidRequest extends Error {
	override readonly name = "InvalidRequest";
	/** Path of the field as the client wrote it, e.g. `messages[2].content`; of a translation, its name in Chat Completions where it has no path. */
	readonly param: string;
	readonly code: "invalid_request" | "unsupported_parameter";
	constructor(param: string, message: string, code: InvalidRequest["code"] = "invalid_request") {
		super(message);
		this.param = param;
		this.code = code;
	}
}

/** What the target model can and wants, from the catalog; all optional because a model may be unknown to it. */
export interface ModelFacts {
	/** The model id to write into the request. */
	readonly id: string;
	/** Who serves it: only reasoning of its own goes back to it. When missing, the protocol's inventor. */
	readonly provider?: string;
	readonly maxOutputTokens?: number;
	/** Temperature, top_p and top_k are accepted. Unknown means yes. */
	readonly sampling?: boolean;
	/** How reasoning is asked for: `effort` (adaptive), `budget` (tokens), `level`, or not at all. */
	readonly reasoning?: "effort" | "budget" | "level" | "none";
	readonly structuredOutput?: boolean;
	/** A stream may be asked for its counts. Unknown means yes. */
	readonly streamUsage?: boolean;
}

export interface BuiltRequest {
	readonly body: JsonObject;
	/** What was dropped, in words for `X-Smart-Router-Warning`, e.g. `dropped: seed`. */
	readonly warnings: readonly string[];
}

/** An error to tell a client, already free of secrets. */
export interface ClientError {
	readonly status: number;
	readonly code: string;
	readonly message: string;
	/** The field at fault, as the client wrote it. */
	readonly param: string | null;
	readonly requestId: string;
}

/** A wire format as a client speaks it to the gateway. */
export interface ClientProtocol {
	readonly id: ProtocolId;
	readonly fieldNames: FieldNames;
	/** Throws `InvalidRequest`. `body` is parsed JSON. */
	parseRequest(body: Json, address?: Address): ChatRequest;
	/**
	 * The client's own body for a provider of the same protocol: untouched but for the model id, and without reasoning that is known as another provider's.
	 */
	passRequest(rawBody: string, model: string, options?: PassOptions): PassedRequest;
	/** @param origin who answered; without it signatures, which are worth something nowhere else, are left out */
	buildResponse(response: ChatResponse, origin?: SignatureOrigin): JsonObject;
	/** Parts to the exact text that goes on the wire, SSE framing included. */
	streamBuilder(options: StreamOptions): StreamBuilder<unknown>;
	buildError(error: ClientError): JsonObject;
	/** The text that ends a stream whose output has begun with an error. */
	buildStreamError(error: ClientError): string;
	/** A frame that means nothing, sent in silence so that nobody between gives up. */
	readonly keepAlive: string;
	/** Media type of a streamed answer where it is not `text/event-stream`. */
	readonly streamType?: string;
	/** The provider's frames of a passthrough to the client's text, where the client wants them framed in another way. */
	streamReframer?(): Machine<unknown, Frame, string>;
	/** The answer to a request for the count of its tokens, where the protocol has such a request. */
	buildTokenCount?(tokens: number): JsonObject;
	buildModel(model: ListedModel): JsonObject;
	buildModelList(models: readonly ListedModel[]): JsonObject;
}

/** What the address of a request says where the protocol says it there: Gemini's model, and whether the answer streams. Empty for the others. */
export interface Address {
	/** Percent-decoded, as the client wrote it. */
	readonly model?: string;
	readonly stream?: boolean;
}

export interface PassOptions {
	/** Also without the reasoning that passes otherwise: it was refused. */
	readonly bare?: boolean;
	/** Given where the provider does not answer as the client asked: whether it is to stream. */
	readonly stream?: boolean;
	/** The stream's counts are wanted, and the client has not asked for them. */
	readonly askUsage?: boolean;
}

export interface PassedRequest {
	readonly body: string;
	readonly warnings: readonly string[];
	/** Which frames of a streamed answer only tell what was asked for beside the client's own wishes. */
	readonly unasked?: (frame: Frame) => boolean;
}

export interface StreamOptions {
	readonly includeUsage: boolean;
	/** Who answers, see `buildResponse`. */
	readonly origin?: SignatureOrigin;
	/** Seconds since the epoch, told where the client's format wants a time and the provider gives none. */
	readonly created?: number;
}

/** What a frame of a passthrough stream tells, found without building parts. */
export interface Glimpse {
	/** True when the frame holds output, see `isOutput`. */
	readonly output: boolean;
	readonly finish?: { readonly reason: FinishReason; readonly raw: string };
	readonly usage?: Usage;
	/** The provider's error inside a 200 stream, its JSON text. */
	readonly error?: { readonly message: string; readonly body: string };
}

/** A wire format as the gateway speaks it to a provider. */
export interface UpstreamProtocol {
	readonly id: ProtocolId;
	/** Throws `InvalidRequest` when the request asks for what this protocol cannot express and dropping it would change its meaning. */
	buildRequest(request: ChatRequest, model: ModelFacts): BuiltRequest;
	/** The body for one account and attempt, where it names them. */
	forAccount?(body: string, facts: { readonly project: string | null; readonly requestId: string }): string;
	/** Never throws on unknown fields; throws `MalformedAnswer` when it is no answer at all. */
	parseResponse(body: Json): ChatResponse;
	streamParser(): Machine<unknown, Frame, StreamPart>;
	/**
	 * Looks at one frame of a passthrough stream. `outputSeen` lets it skip the parse: after the first output only frames that may hold a finish
	 * reason, usage or an error are worth one.
	 */
	glimpse(frame: Frame, outputSeen: boolean): Glimpse;
	/** What a frame adds to the answer's text, about: for estimates, found without a parse. */
	textOf(frame: Frame): string;
	/** The human message in a provider's error body, undefined when there is none. */
	errorMessage(body: string): string | undefined;
}

/** The provider answered 2xx with something that is no answer. */
export class MalformedAnswer extends Error {
	override readonly name = "MalformedAnswer";
}
