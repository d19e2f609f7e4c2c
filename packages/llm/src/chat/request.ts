/**
 * The hub: one neutral form of a chat request that every protocol parses into and builds from.
 * It is shaped by the union of what the four wire formats can say, not by one of them.
 */

/** JSON as it came off the wire. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

export interface TextPart {
	readonly type: "text";
	readonly text: string;
}

/** Where the bytes of an image or file are. The gateway never fetches a `url`: it passes it on or refuses it. */
export type MediaSource =
	| { readonly kind: "base64"; readonly mediaType: string; readonly data: string }
	| { readonly kind: "url"; readonly url: string; readonly mediaType?: string }
	| { readonly kind: "id"; readonly id: string };

export interface ImagePart {
	readonly type: "image";
	readonly source: MediaSource;
	/** OpenAI's hint: `auto`, `low`, `high`. */
	readonly detail?: string;
	/** Where the client wrote it, for errors: `messages[0].content[1]`. */
	readonly path?: string;
}

export interface FilePart {
	readonly type: "file";
	readonly source: MediaSource;
	readonly filename?: string;
	/** Where the client wrote it. */
	readonly path?: string;
}

export interface AudioPart {
	readonly type: "audio";
	readonly source: MediaSource;
	/** Where the client wrote it. */
	readonly path?: string;
}

/** Who made a reasoning signature: it is worthless, or an error, anywhere else. */
export interface SignatureOrigin {
	readonly provider: string;
	readonly account?: string;
	readonly model?: string;
	/** The client speaks the maker's own protocol, and gets its proofs as they are. */
	readonly native?: boolean;
}

export interface ReasoningPart {
	readonly type: "reasoning";
	readonly text: string;
	/** Opaque proof of the maker, sent back unmodified. */
	readonly signature?: string;
	/** Encrypted reasoning without text (`redacted_thinking`, `encrypted_content`). */
	readonly encrypted?: string;
	/** The item's own id where the protocol has one. */
	readonly id?: string;
	readonly origin?: SignatureOrigin;
}

export interface ToolCallPart {
	readonly type: "tool-call";
	readonly id: string;
	readonly name: string;
	/** The arguments as JSON text, exactly as the model wrote them; may be malformed. */
	readonly arguments: string;
	/** Gemini's `thoughtSignature` of this call. */
	readonly signature?: string;
	/** Who made the signature, where that is known. */
	readonly origin?: SignatureOrigin;
}

export interface RefusalPart {
	readonly type: "refusal";
	readonly text: string;
}

export interface ToolResultPart {
	readonly type: "tool-result";
	readonly callId: string;
	/** The called tool's name where the protocol repeats it. */
	readonly name?: string;
	readonly content: readonly (TextPart | ImagePart | FilePart)[];
	readonly isError: boolean;
}

export type UserPart = TextPart | ImagePart | FilePart | AudioPart;
export type AssistantPart = TextPart | ReasoningPart | ToolCallPart | RefusalPart;

/** In the order of the conversation; several system messages keep their places. */
export type Message =
	| { readonly role: "system"; readonly content: readonly TextPart[]; readonly developer?: boolean }
	| { readonly role: "user"; readonly content: readonly UserPart[]; readonly name?: string }
	| { readonly role: "assistant"; readonly content: readonly AssistantPart[]; readonly name?: string }
	| { readonly role: "tool"; readonly content: readonly ToolResultPart[] };

export interface Tool {
	readonly name: string;
	readonly description?: string;
	/** JSON Schema of the arguments, as the client wrote it. */
	readonly parameters?: JsonObject;
	readonly strict?: boolean;
	/** Where the client wrote its name. */
	readonly path?: string;
}

export type ToolChoice =
	| { readonly type: "auto" | "none" | "required" }
	| { readonly type: "tool"; readonly name: string }
	/** One of these, or free to choose none when `required` is false. */
	| { readonly type: "allowed"; readonly names: readonly string[]; readonly required: boolean };

export type ReasoningEffort = "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max";

export type ResponseFormat =
	| { readonly type: "json" }
	| {
			readonly type: "json-schema";
			readonly name: string;
			readonly description?: string;
			readonly schema: JsonObject;
			readonly strict?: boolean;
	  };

export interface ChatRequest {
	/** As the client wrote it; the plan replaces it with the target's model id. */
	readonly model: string;
	readonly messages: readonly Message[];
	readonly stream: boolean;
	/** The client asked for usage in its stream. */
	readonly streamUsage: boolean;
	readonly tools: readonly Tool[];
	readonly toolChoice?: ToolChoice;
	readonly parallelToolCalls?: boolean;
	/** Tokens of output, reasoning included. */
	readonly maxOutputTokens?: number;
	readonly temperature?: number;
	readonly topP?: number;
	readonly topK?: number;
	readonly stopSequences: readonly string[];
	readonly seed?: number;
	readonly presencePenalty?: number;
	readonly frequencyPenalty?: number;
	readonly responseFormat?: ResponseFormat;
	readonly reasoning?: { readonly effort?: ReasoningEffort; readonly budgetTokens?: number; readonly includeText?: boolean };
	/** Answers asked for; more than one changes meaning and is refused where a provider has no such thing. */
	readonly candidates?: number;
	readonly logprobs?: { readonly top?: number };
	/** Opaque id of the end user. */
	readonly userId?: string;
	readonly cacheKey?: string;
	/** Top-level fields of the client's body that the hub has no word for, named so that a translation can warn of their loss. */
	readonly otherFields: readonly string[];
	/**
	 * Paths of what only the client's own protocol can express and whose loss would change the answer: passed where the provider speaks it, refused where a
	 * translation is needed.
	 */
	readonly untranslatable?: readonly string[];
}
