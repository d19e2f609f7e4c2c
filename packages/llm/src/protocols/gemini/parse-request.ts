import { defined, objectOf } from "../../chat/json.ts";
import type { ChatRequest, Json, Message } from "../../chat/request.ts";
import { invalidRequest } from "../invalid.ts";
import { type Address, InvalidRequest } from "../protocol.ts";
import { parseConfig } from "./parse-config.ts";
import { type Lose, parseContents } from "./parse-contents.ts";
import { parseToolChoice, parseTools } from "./parse-tools.ts";
import { hubFields, type RequestBody, requestSchema } from "./schema.ts";

/**
 * The body of `:generateContent`, `:streamGenerateContent` or `:countTokens`; the model, and whether the answer streams, are told by the address. Throws
 * `InvalidRequest` that names the field.
 */
export function parseRequest(body: Json, address: Address = {}): ChatRequest {
	const model = address.model?.replace(/^models\//, "");
	if (!model) throw new InvalidRequest("model", "The address names no model");
	const checked = requestSchema.safeParse(objectOf(body)?.generateContentRequest ?? body);
	if (!checked.success) throw invalidRequest(checked.error);
	const request = checked.data;
	const otherFields = Object.keys(request).filter((name) => !hubFields.has(name) && request[name] !== null);
	const lose: Lose = (path) => otherFields.push(path);
	return defined({
		model,
		messages: [...systemMessages(request.systemInstruction, lose), ...parseContents(request.contents, lose)],
		stream: address.stream ?? false,
		streamUsage: true,
		tools: parseTools(request.tools, lose),
		toolChoice: parseToolChoice(request.toolConfig, lose),
		stopSequences: request.generationConfig?.stopSequences ?? [],
		...parseConfig(request.generationConfig ?? {}, lose),
		untranslatable: request["cachedContent"] ? ["cachedContent"] : undefined,
		otherFields,
	});
}

function systemMessages(system: RequestBody["systemInstruction"], lose: Lose): Message[] {
	const content = (system?.parts ?? []).flatMap(({ text }, at) => {
		if (typeof text === "string") return text === "" ? [] : [{ type: "text" as const, text }];
		lose(`systemInstruction.parts[${at}]`);
		return [];
	});
	return content.length === 0 ? [] : [{ role: "system", content }];
}
