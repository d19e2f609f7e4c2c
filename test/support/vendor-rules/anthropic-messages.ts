import { isObject, type JsonObject, list, object, text } from "../fake-upstream/json.ts";
import { isBase64, isBlank, type Violations } from "./violations.ts";

const idPattern = /^[a-zA-Z0-9_-]+$/;
const imageTypes = ["image/jpeg", "image/png", "image/gif", "image/webp"];

/** Rules for `messages`: roles, blocks, and that each call is answered in the next user message before anything else. */
export function messageRules(rules: Violations, body: JsonObject): void {
	const messages = list(body.messages).map(object);
	rules.want(messages.length > 0, "messages: at least one message is required");
	rules.want(messages[0]?.role === "user", 'messages: first message must use the "user" role');
	rules.want(
		messages.at(-1)?.role !== "assistant",
		"This model does not support assistant message prefill. The conversation must end with a user message.",
	);
	const callIds: string[] = [];
	messages.forEach((message, index) => {
		const path = `messages.${index}`;
		rules.want(message.role === "user" || message.role === "assistant", `${path}.role: unknown`);
		rules.want(message.role !== messages[index - 1]?.role, `${path}: roles must alternate`);
		const blocks = blocksOf(message);
		rules.want(blocks.length > 0, `${path}: content must be non-empty`);
		blocks.forEach((block, place) => {
			blockRules(rules, block, text(message.role), `${path}.content.${place}`);
		});
		const calls = idsOf(blocks, "tool_use", "id");
		callIds.push(...calls);
		resultRules(rules, calls, blocksOf(messages[index + 1] ?? {}), path);
		if (message.role === "user") orphanRules(rules, idsOf(blocksOf(messages[index - 1] ?? {}), "tool_use", "id"), blocks, path);
	});
	rules.want(new Set(callIds).size === callIds.length, "messages: `tool_use` ids must be unique");
	rules.want(callIds.length === 0 || list(body.tools).length > 0, "tools: must be defined while messages hold tool_use blocks");
	if (object(body.thinking).type === "enabled") thoughtRules(rules, messages);
}

const blocksOf = (message: JsonObject): readonly JsonObject[] =>
	typeof message.content === "string" ? [{ type: "text", text: message.content }] : list(message.content).map(object);

const idsOf = (blocks: readonly JsonObject[], type: string, field: string): readonly string[] =>
	blocks.filter((block) => block.type === type).map((block) => text(block[field]));

function resultRules(rules: Violations, calls: readonly string[], next: readonly JsonObject[], path: string): void {
	const answered = idsOf(next.slice(0, calls.length), "tool_result", "tool_use_id");
	const missing = calls.filter((id) => !answered.includes(id));
	rules.want(
		missing.length === 0,
		`${path}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(", ")}`,
	);
}

function orphanRules(rules: Violations, calls: readonly string[], blocks: readonly JsonObject[], path: string): void {
	for (const id of idsOf(blocks, "tool_result", "tool_use_id")) {
		rules.want(calls.includes(id), `${path}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}`);
	}
}

function blockRules(rules: Violations, block: JsonObject, role: string, path: string): void {
	const wantRole = (wanted: string): void => rules.want(role === wanted, `${path}: ${text(block.type)} is not allowed for ${role}`);
	switch (block.type) {
		case "text":
			rules.want(!isBlank(block.text), `${path}: text content blocks must contain non-whitespace text`);
			break;
		case "image":
		case "document":
			wantRole("user");
			sourceRules(rules, block, path);
			break;
		case "tool_use":
			wantRole("assistant");
			rules.want(idPattern.test(text(block.id)), `${path}.id: String should match pattern '^[a-zA-Z0-9_-]+$'`);
			rules.want(/^[a-zA-Z0-9_-]{1,200}$/.test(text(block.name)), `${path}.name: does not match`);
			rules.want(isObject(block.input), `${path}.input: Input should be a valid dictionary`);
			break;
		case "tool_result":
			wantRole("user");
			list(block.content)
				.map(object)
				.forEach((inner, index) => {
					rules.want(["text", "image", "document"].includes(text(inner.type)), `${path}.content.${index}.type: unknown`);
					blockRules(rules, inner, "user", `${path}.content.${index}`);
				});
			break;
		case "thinking":
			wantRole("assistant");
			rules.want(text(block.signature) !== "", `${path}.signature: Field required`);
			break;
		case "redacted_thinking":
			wantRole("assistant");
			rules.want(text(block.data) !== "", `${path}.data: Field required`);
			break;
		default:
			rules.want(false, `${path}.type: unknown`);
	}
}

function sourceRules(rules: Violations, block: JsonObject, path: string): void {
	const source = object(block.source);
	const base64Types = block.type === "image" ? imageTypes : ["application/pdf"];
	switch (source.type) {
		case "base64":
			rules.want(base64Types.includes(text(source.media_type)), `${path}.source.media_type: unknown`);
			rules.want(isBase64(source.data), `${path}.source.data: invalid base64`);
			break;
		case "url":
			rules.want(/^https?:\/\//.test(text(source.url)), `${path}.source.url: invalid`);
			break;
		case "text":
			rules.want(block.type === "document" && source.media_type === "text/plain", `${path}.source: unknown`);
			break;
		default:
			rules.want(false, `${path}.source.type: unknown`);
	}
}

/** With a thinking budget, a turn that goes on after tool results has begun with thinking. */
function thoughtRules(rules: Violations, messages: readonly JsonObject[]): void {
	const continues = blocksOf(messages.at(-1) ?? {})[0]?.type === "tool_result";
	const first = text(blocksOf(messages.at(-2) ?? {})[0]?.type);
	rules.want(!continues || first.endsWith("thinking"), "messages: a final assistant message must start with a thinking block");
}
