import { isTooDeep } from "../chat/depth.ts";
import { objectOf, parseJson } from "../chat/json.ts";
import type { AssistantPart, JsonObject, ToolResultPart, UserPart } from "../chat/request.ts";
import type { Warn } from "./loss.ts";
import type { AssistantTurn, CallResult, LooseTurn, LooseUserTurn, Turn, TurnRules, UserTurn } from "./turns.ts";

/** A call as it goes out, waiting for its result. */
interface OpenCall {
	readonly clientId: string;
	readonly id: string;
	readonly name: string;
}

const noResult = "No result of this call was given.";

/**
 * Gives every call an id of its own and every call's turn a user turn with all its results, in the order of the calls. A result whose call is not in
 * the turn before it becomes text.
 */
export function answeredCalls(turns: readonly LooseTurn[], rules: TurnRules): readonly Turn[] {
	const taken = new Set<string>();
	const out: Turn[] = [];
	let open: readonly OpenCall[] = [];
	for (const turn of turns) {
		if (turn.role === "user") {
			out.push(resultsMatched(turn, open, rules.warn));
			open = [];
		} else {
			const [assistant, calls] = withOwnIds(turn, taken, rules);
			out.push(assistant);
			open = calls;
		}
	}
	if (open.length > 0) out.push(resultsMatched({ role: "user", results: [], parts: [] }, open, rules.warn));
	return out;
}

function withOwnIds(turn: AssistantTurn, taken: Set<string>, rules: TurnRules): readonly [AssistantTurn, readonly OpenCall[]] {
	const calls: OpenCall[] = [];
	const parts = turn.parts.map((part): AssistantPart => {
		if (part.type !== "tool-call") return part;
		const id = unused(rules.callId(part.id), taken);
		calls.push({ clientId: part.id, id, name: part.name });
		return { ...part, id };
	});
	return [{ role: "assistant", parts }, calls];
}

/** Some providers count their calls from 0 in every answer, so that ids repeat over a conversation. */
function unused(id: string, taken: Set<string>): string {
	let free = id;
	for (let count = 2; taken.has(free); count++) free = `${id}_${count}`;
	taken.add(free);
	return free;
}

function resultsMatched(turn: LooseUserTurn, open: readonly OpenCall[], warn: Warn): UserTurn {
	const left = [...turn.results];
	const results = open.map((call): CallResult => {
		const place = left.findIndex((result) => result.callId === call.clientId);
		const result = place === -1 ? undefined : left.splice(place, 1)[0];
		if (result !== undefined) return { id: call.id, name: call.name, content: withoutBlank(result.content), isError: result.isError };
		warn("changed: a tool call without a result got an empty one");
		return { id: call.id, name: call.name, content: [{ type: "text", text: noResult }], isError: true };
	});
	if (left.length > 0) warn("changed: a tool result without its call became text");
	return { role: "user", results, parts: [...left.flatMap(asUserParts), ...turn.parts] };
}

const withoutBlank = (content: ToolResultPart["content"]): ToolResultPart["content"] =>
	content.filter((part) => part.type !== "text" || part.text.trim() !== "");

const asUserParts = (result: ToolResultPart): readonly UserPart[] => [
	{ type: "text", text: `Result of an earlier tool call (${result.name ?? result.callId}):` },
	...withoutBlank(result.content),
];

/** A call's arguments as the object Anthropic and Google want; text that is no JSON object is kept under `_raw`, so that no call is lost. */
export function argumentsObject(text: string, warn: Warn): JsonObject {
	if (text.trim() === "") return {};
	const object = objectOf(parseJson(text));
	if (object !== undefined && !isTooDeep(object)) return object;
	warn("changed: tool arguments that are no JSON object were wrapped");
	return { _raw: text };
}
