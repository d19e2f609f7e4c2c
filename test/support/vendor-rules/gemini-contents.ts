import { isObject, type JsonObject, list, object, text } from "../fake-upstream/json.ts";
import { isBase64, type Violations } from "./violations.ts";

const kinds = ["text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode", "codeExecutionResult"];
const namePattern = /^[A-Za-z_][A-Za-z0-9_.:-]{0,63}$/;

/** Rules for `contents` and `systemInstruction`: roles, parts, and that each call is answered in the next content. */
export function contentRules(rules: Violations, body: JsonObject, model: string): void {
	// A single turn may leave its role out.
	const contents = list(body.contents).map((content) => ({ role: "user", ...object(content) }) as JsonObject);
	rules.want(contents.length > 0, "contents is not specified");
	rules.want(contents[0]?.role === "user", "Please ensure that the first content is from the user");
	rules.want(contents.at(-1)?.role === "user", "Please ensure that multiturn requests end with a user role or a function response.");
	contents.forEach((content, index) => {
		const path = `contents[${index}]`;
		rules.want(content.role === "user" || content.role === "model", `${path}: Please use a valid role: user, model.`);
		partsRules(rules, partsOf(content), text(content.role), path);
		turnRules(rules, partsOf(contents[index - 1]), partsOf(content), path);
	});
	if (body.systemInstruction !== undefined) partsRules(rules, partsOf(object(body.systemInstruction)), "system", "system_instruction");
	if (Number(/gemini-(\d+)/.exec(model)?.[1] ?? 0) >= 3) signatureRules(rules, contents);
}

const partsOf = (content: JsonObject | undefined): readonly JsonObject[] => list(content?.parts).map(object);

function partsRules(rules: Violations, parts: readonly JsonObject[], role: string, path: string): void {
	rules.want(parts.length > 0, `${path}.parts: must not be empty.`);
	parts.forEach((part, index) => {
		partRules(rules, part, role, `${path}.parts[${index}]`);
	});
}

function partRules(rules: Violations, part: JsonObject, role: string, path: string): void {
	const held = kinds.filter((kind) => kind in part);
	rules.want(held.length === 1, `${path}.data: required oneof field 'data' must have one initialized field`);
	rules.want(role !== "system" || held[0] === "text", `${path}: only text in a system instruction`);
	const wantRole = (wanted: string): void => rules.want(role === wanted, `${path}: is not allowed for ${role}`);
	switch (held[0]) {
		case "text":
			// Google itself ends streams with an empty text, and the SDKs send it back.
			rules.want(role === "model" || text(part.text) !== "" || text(part.thoughtSignature) !== "", `${path}.text: is empty`);
			break;
		case "inlineData": {
			const { mimeType, data } = object(part.inlineData);
			rules.want(/^\w+\/[\w.+-]+$/.test(text(mimeType)) && isBase64(data), `${path}.inline_data: invalid`);
			break;
		}
		case "fileData":
			rules.want(text(object(part.fileData).fileUri) !== "", `${path}.file_data: Unsupported file URI type`);
			break;
		case "functionCall": {
			wantRole("model");
			const { name, args } = object(part.functionCall);
			rules.want(namePattern.test(text(name)) && (args === undefined || isObject(args)), `${path}.function_call: invalid`);
			break;
		}
		case "functionResponse": {
			wantRole("user");
			const { name, response } = object(part.functionResponse);
			rules.want(namePattern.test(text(name)) && isObject(response), `${path}.function_response: invalid`);
			break;
		}
	}
}

/** As many responses as calls in the turn before, by the same names and ids, in one content. */
function turnRules(rules: Violations, before: readonly JsonObject[], parts: readonly JsonObject[], path: string): void {
	const keys = (some: readonly JsonObject[], kind: string): string =>
		some
			.filter((part) => kind in part)
			.map((part) => `${text(object(part[kind]).name)} ${text(object(part[kind]).id)}`)
			.join("\n");
	rules.want(
		keys(before, "functionCall") === keys(parts, "functionResponse"),
		`${path}: the number of function response parts must equal the number of function call parts of the function call turn`,
	);
}

function signatureRules(rules: Violations, contents: readonly JsonObject[]): void {
	const spoke = contents.findLastIndex(
		(content) => content.role === "user" && partsOf(content).some((part) => !("functionResponse" in part)),
	);
	contents.slice(spoke + 1).forEach((content) => {
		const first = partsOf(content).find((part) => "functionCall" in part);
		const signed = first === undefined || text(first.thoughtSignature) !== "";
		rules.want(signed, "Function call is missing a thought_signature in functionCall parts.");
	});
}
