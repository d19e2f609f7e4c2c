import { type JsonObject, list, object, text } from "../fake-upstream/json.ts";
import type { Violations } from "./violations.ts";

const inputParts = ["input_text", "input_image", "input_file"];
const partTypes: Readonly<Record<string, readonly string[]>> = {
	user: inputParts,
	system: ["input_text"],
	developer: ["input_text"],
	assistant: ["output_text", "refusal"],
};

/** Rules for `input`: items, their parts, and that calls and results belong to each other. */
export function itemRules(rules: Violations, items: readonly JsonObject[]): void {
	rules.want(items.length > 0, "Invalid 'input': empty array.");
	const calls = items.filter(({ type }) => type === "function_call").map(({ call_id: id }) => text(id));
	const results = items.filter(({ type }) => type === "function_call_output").map(({ call_id: id }) => text(id));
	for (const id of calls) rules.want(results.includes(id), `No tool output found for function call ${id}.`);
	items.forEach((item, at) => {
		const path = `input[${at}]`;
		switch (item.type ?? "message") {
			case "message":
				contentRules(rules, item.content, partTypes[text(item.role)], `${path}.content`);
				break;
			case "function_call":
				rules.want(
					text(item.call_id) !== "" && text(item.call_id).length <= 64 && text(item.name) !== "" && typeof item.arguments === "string",
					`Invalid '${path}'.`,
				);
				break;
			case "function_call_output":
				rules.want(calls.includes(text(item.call_id)), `No tool call found for function call output with call_id ${text(item.call_id)}.`);
				contentRules(rules, item.output, inputParts, `${path}.output`);
				break;
			case "reasoning":
				rules.want(text(item.id).startsWith("rs_") && Array.isArray(item.summary), `Invalid '${path}.id'.`);
				rules.want(/^[A-Za-z0-9+/_-]+=*$/.test(text(item.encrypted_content)), "The encrypted content could not be verified.");
				rules.want(
					isFollowed(items[at + 1]),
					`Item '${text(item.id)}' of type 'reasoning' was provided without its required following item.`,
				);
				break;
			default:
				rules.want(false, `Invalid value: '${text(item.type)}' at '${path}.type'.`);
		}
	});
}

const isFollowed = (next: JsonObject | undefined): boolean =>
	next !== undefined && (next.type === "function_call" || next.type === "reasoning" || next.role === "assistant");

function contentRules(rules: Violations, content: unknown, types: readonly string[] | undefined, path: string): void {
	rules.want(types !== undefined, `Invalid value at '${path.replace(/\.content$/, ".role")}'.`);
	if (typeof content === "string") return;
	rules.want(Array.isArray(content) && content.length > 0, `Invalid '${path}': empty array.`);
	list(content)
		.map(object)
		.forEach((part, at) => {
			const here = `${path}[${at}]`;
			rules.want(types?.includes(text(part.type)) ?? false, `Invalid value: '${text(part.type)}' at '${here}.type'.`);
			partRules(rules, part, here);
		});
}

function partRules(rules: Violations, part: JsonObject, path: string): void {
	switch (part.type) {
		case "input_text":
		case "output_text":
			rules.want(typeof part.text === "string", `Missing required parameter: '${path}.text'.`);
			break;
		case "input_image":
			rules.want(
				part.file_id !== undefined || /^(https?:\/\/|data:image\/[\w.+-]+;base64,.)/.test(text(part.image_url)),
				`Invalid '${path}.image_url'. Expected a valid URL.`,
			);
			break;
		case "input_file": {
			const given = [part.file_data, part.file_id, part.file_url].filter((value) => value !== undefined);
			rules.want(given.length === 1, `Mutually exclusive parameters: '${path}'.`);
			rules.want(part.file_data === undefined || text(part.filename) !== "", `Missing required parameter: '${path}.filename'.`);
			break;
		}
	}
}
