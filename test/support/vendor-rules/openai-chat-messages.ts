import { type JsonObject, list, object, text } from "../fake-upstream/json.ts";
import { isBase64, type Violations } from "./violations.ts";

const roles = ["system", "developer", "user", "assistant", "tool", "function"];
const partTypes: Readonly<Record<string, readonly string[]>> = {
	user: ["text", "image_url", "input_audio", "file"],
	assistant: ["text", "refusal"],
};

/** Rules for `messages`: roles, content parts, and that each call is answered before anything else is said. */
export function messageRules(rules: Violations, messages: readonly JsonObject[]): void {
	rules.want(messages.length > 0, "Invalid 'messages': empty array. Expected an array with minimum length 1");
	let open: readonly string[] = [];
	messages.forEach((message, index) => {
		const path = `messages[${index}]`;
		const role = text(message.role);
		rules.want(roles.includes(role), `Invalid value: '${role}' at '${path}.role'`);
		contentRules(rules, message, path);
		if (role === "tool") {
			const id = text(message.tool_call_id);
			rules.want(open.includes(id), `${path}: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.`);
			open = open.filter((waiting) => waiting !== id);
			return;
		}
		wantAnswered(rules, open);
		open = callIds(rules, message, path);
	});
	wantAnswered(rules, open);
}

function wantAnswered(rules: Violations, open: readonly string[]): void {
	rules.want(
		open.length === 0,
		`An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. Missing: ${open.join(", ")}`,
	);
}

function callIds(rules: Violations, message: JsonObject, path: string): readonly string[] {
	const calls = list(message.tool_calls).map(object);
	rules.want(message.tool_calls === undefined || calls.length > 0, `Invalid '${path}.tool_calls': empty array.`);
	calls.forEach((call, index) => {
		const { name, arguments: written } = object(call.function);
		const valid = call.type === "function" && text(call.id) !== "" && text(name) !== "" && typeof written === "string";
		rules.want(valid, `Invalid '${path}.tool_calls[${index}]'`);
	});
	return calls.map((call) => text(call.id));
}

function contentRules(rules: Violations, message: JsonObject, path: string): void {
	const { role, content } = message;
	if (typeof content === "string") return;
	if (!Array.isArray(content)) {
		const mayLack =
			role === "assistant" && (list(message.tool_calls).length > 0 || text(message.refusal) !== "" || message.function_call !== undefined);
		rules.want(mayLack, `Invalid value for '${path}.content': expected a string, got null.`);
		return;
	}
	rules.want(content.length > 0, `Invalid '${path}.content': empty array.`);
	content.map(object).forEach((part, index) => {
		const here = `${path}.content[${index}]`;
		rules.want((partTypes[text(role)] ?? ["text"]).includes(text(part.type)), `Invalid value: '${text(part.type)}' at '${here}.type'`);
		partRules(rules, part, here);
	});
}

function partRules(rules: Violations, part: JsonObject, path: string): void {
	if (part.type === "text") rules.want(typeof part.text === "string", `Missing required parameter: '${path}.text'.`);
	if (part.type === "image_url") {
		rules.want(/^(https?:\/\/|data:image\/[\w.+-]+;base64,.)/.test(text(object(part.image_url).url)), `Invalid '${path}.image_url.url'`);
	}
	if (part.type === "input_audio") {
		const { data, format } = object(part.input_audio);
		rules.want(isBase64(data) && ["wav", "mp3"].includes(text(format)), `Invalid '${path}.input_audio'`);
	}
	if (part.type === "file") {
		const { file_data: data, file_id: id } = object(part.file);
		rules.want((data === undefined) !== (id === undefined), `Invalid '${path}.file'`);
	}
}
