import type { z } from "zod";
import { InvalidRequest } from "./protocol.ts";

type Path = readonly PropertyKey[];
interface Found {
	readonly path: Path;
	readonly message: string;
}

/** The first thing wrong with a client's body as a 400 that names the field, e.g. `messages[1].content[0].image_url.url`. */
export function invalidRequest(error: z.ZodError): InvalidRequest {
	const [issue] = error.issues;
	const { path, message } = issue === undefined ? { path: [], message: "is invalid" } : furthest(issue, []);
	const param = pathText(path);
	const what = message.replace(/^Invalid input: /, "");
	if (param === "") return new InvalidRequest("", `The request body is invalid: ${what}`);
	if (what.endsWith("received undefined")) return new InvalidRequest(param, `Missing required parameter: '${param}'`);
	return new InvalidRequest(param, `Invalid value for '${param}': ${what}`);
}

/** Of a union's alternatives the one that got furthest into the value is the one that was meant; the first, of equals. */
function furthest(issue: z.core.$ZodIssue, parent: Path): Found {
	const path = [...parent, ...issue.path];
	const alternatives = issue.code === "invalid_union" ? issue.errors.flatMap(([first]) => (first ? [furthest(first, path)] : [])) : [];
	if (alternatives.length === 0) return { path, message: issue.message };
	return alternatives.reduce((best, other) => (other.path.length > best.path.length ? other : best));
}

function pathText(path: Path): string {
	return path.reduce<string>((text, step) => {
		if (typeof step === "number") return `${text}[${step}]`;
		return text === "" ? String(step) : `${text}.${String(step)}`;
	}, "");
}
