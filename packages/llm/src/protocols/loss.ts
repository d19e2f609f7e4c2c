import type { AssistantPart, ChatRequest, UserPart } from "../chat/request.ts";
import { InvalidRequest } from "./protocol.ts";

/** Told of everything a translation drops or changes without harm, e.g. `dropped: seed`. */
export type Warn = (warning: string) => void;

export type ContentPart = UserPart | AssistantPart;

/** Throws `InvalidRequest` for what only one answer of text, without probabilities, cannot give. */
export function refuseOtherAnswers(request: ChatRequest, provider: string): void {
	const refuse = (param: string, what: string): never => {
		throw new InvalidRequest(param, `${provider} does not offer ${what}`, "unsupported_parameter");
	};
	if ((request.candidates ?? 1) > 1) refuse("n", "more than one answer to a request");
	if (request.logprobs !== undefined) refuse("logprobs", "log probabilities");
	if (request.otherFields.includes("audio")) refuse("audio", "audio output here");
}

/**
 * Throws `InvalidRequest` naming the first content part that cannot be sent, where the client wrote it.
 *
 * @param problemOf why a part cannot be sent, undefined when it can
 */
export function refuseContent({ messages }: ChatRequest, problemOf: (part: ContentPart) => string | undefined): void {
	const parts = messages.flatMap((message): readonly ContentPart[] =>
		message.role === "tool" ? message.content.flatMap(({ content }) => content) : message.content,
	);
	for (const part of parts) {
		const problem = problemOf(part);
		if (problem !== undefined) throw new InvalidRequest(("path" in part && part.path) || "messages", problem, "unsupported_parameter");
	}
}

/** Throws `InvalidRequest` when a tool's name cannot be sent as it is, or names two tools: a changed name would come back in the answer. */
export function refuseToolNames(request: ChatRequest, pattern: RegExp, provider: string): void {
	const seen = new Set<string>();
	for (const { name, path = "tools" } of request.tools) {
		if (!pattern.test(name)) throw new InvalidRequest(path, `${provider} does not accept the tool name ${JSON.stringify(name)}`);
		if (seen.has(name)) throw new InvalidRequest(path, `Two tools have the name ${JSON.stringify(name)}`);
		seen.add(name);
	}
}

/** Throws `InvalidRequest` when the choice names a tool that is not there. */
export function refuseUnknownChoice({ tools, toolChoice }: ChatRequest): void {
	if (tools.length === 0 || toolChoice === undefined) return;
	const wanted = toolChoice.type === "tool" ? [toolChoice.name] : toolChoice.type === "allowed" ? toolChoice.names : undefined;
	if (wanted === undefined) return;
	const known = new Set(tools.map((tool) => tool.name));
	const missing = wanted.find((name) => !known.has(name));
	if (missing !== undefined) throw new InvalidRequest("tool_choice", `No tool has the name ${JSON.stringify(missing)}`);
	if (wanted.length === 0) throw new InvalidRequest("tool_choice", "No tool is allowed");
}

/** The most tokens to ask for: what the client wants, within what the model can. */
export function outputTokens(wanted: number | undefined, most: number | undefined, warn: Warn): number | undefined {
	if (wanted === undefined || most === undefined || wanted <= most) return wanted;
	warn(`changed: max_tokens lowered to ${most}`);
	return most;
}

/** Reads a warning for each of these fields that the request holds. */
export function warnDropped(fields: Readonly<Record<string, unknown>>, warn: Warn): void {
	for (const [name, value] of Object.entries(fields)) if (value !== undefined) warn(`dropped: ${name}`);
}
