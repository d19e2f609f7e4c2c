import type { AssistantPart, JsonObject, ReasoningPart, SignatureOrigin } from "../../chat/request.ts";
import type { ChatResponse } from "../../chat/response.ts";
import type { Proof } from "../wrapped-signature.ts";
import { callItem, freeCallId, itemId, messageItem, reasoningItem, responseIdOf, type Words } from "./build-items.ts";
import { buildStatus } from "./finish-reason.ts";
import { encryptedContent } from "./reasoning.ts";
import { responseObject } from "./response-object.ts";

/** The hub's answer as a response. */
export function buildResponse(response: ChatResponse, origin?: SignatureOrigin): JsonObject {
	const { model, created, usage } = response;
	const status = buildStatus(response.finishReason);
	const id = responseIdOf(response.id);
	const items = buildOutput(response.content, id, status.status === "completed" ? "completed" : "incomplete", origin);
	return responseObject({ id, model, created }, { ...status, output: items, usage });
}

/** Words that follow one another are one message, incomplete where the answer was cut in it. */
function buildOutput(
	content: readonly AssistantPart[],
	responseId: string,
	lastStatus: "completed" | "incomplete",
	origin: SignatureOrigin | undefined,
): JsonObject[] {
	const groups = grouped(content.flatMap((part) => withProof(part, origin)));
	const taken: string[] = [];
	return groups.map((group, place) => {
		const status = place === groups.length - 1 ? lastStatus : "completed";
		if (Array.isArray(group)) return messageItem(itemId("message", responseId, place), status, group);
		if (group.type === "reasoning")
			return reasoningItem(ownId(group, origin) ?? itemId("reasoning", responseId, place), group.text, encryptedContent(group, origin));
		const callId = freeCallId(group.id, taken);
		taken.push(callId);
		return callItem(itemId("call", responseId, place), "completed", { ...group, id: callId });
	});
}

/** A call's own signature stands in a reasoning item before it; reasoning that neither says nor proves anything is left out. */
function withProof(part: AssistantPart, origin: SignatureOrigin | undefined): Said[] {
	if (part.type === "reasoning") return part.text === "" && encryptedContent(part, origin) === null ? [] : [part];
	const proves = part.type === "tool-call" && part.signature !== undefined && origin !== undefined;
	return proves ? [{ type: "reasoning", text: "", signature: part.signature, ofCall: true }, part] : [part];
}

/** A proof that goes back as it is goes back under its maker's id. */
const ownId = ({ id }: Proof, origin: SignatureOrigin | undefined): string | undefined => (origin?.native ? id : undefined);

type Said = AssistantPart | (ReasoningPart & Proof);
type Group = Words[] | Exclude<Said, Words>;

function grouped(content: readonly Said[]): Group[] {
	const groups: Group[] = [];
	for (const part of content) {
		const last = groups.at(-1);
		if (part.type !== "text" && part.type !== "refusal") groups.push(part);
		else if (Array.isArray(last)) last.push(part);
		else groups.push([part]);
	}
	return groups;
}
