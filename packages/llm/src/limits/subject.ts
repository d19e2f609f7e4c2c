import type { Answer } from "./answer.ts";
import { isEcho } from "./echo.ts";

/** What somebody stored and a request names: told at the beginning, before any id that the client chose. */
const storedThing =
	/^(?:(?:you|your \S{1,40}|project \S{1,80}) (?:do|does) not have (?:permission|access) to (?:(?:access|use|read) )?)?(?:(?:the|this|that|no|previous|requested|referenced) )*(?:files?|cached ?contents?|conversations?|vector[ _]stores?|file[ _]search[ _]stores?|prompts?|responses?|items?|containers?|batch(?:es)?|skills?|documents?|uploads?|threads?)\b/i;

/** The model, before anything that a client chose but its id: `model: x`, `The model x does not exist`, `models/x is not found`. */
const ofModel = /^(?:(?:the|this|requested|publisher|unknown|invalid|no such|error:) )*models?\b|^no endpoints found for\b/i;
const accessToModel = /\b(?:access|permission)\b[^'"`]{0,60}\bmodels?\b/i;

/** What a 403 or 404 is about; undefined where it does not tell. */
export function subjectOf(answer: Answer): "model" | "stored thing" | undefined {
	const { model, knownModel, message, status } = answer;
	if (storedThing.test(message)) return "stored thing";
	const [access] = accessToModel.exec(message) ?? [];
	// A 404 may quote anything as the id of what is missing, also words like these and the model's own id.
	if (ofModel.test(message) || (access !== undefined && (status === 403 || !isEcho(access, answer)))) return "model";
	return status === 403 && knownModel && namesWhole(message, model) ? "model" : undefined;
}

function namesWhole(message: string, id: string): boolean {
	const at = id === "" ? -1 : message.indexOf(id);
	return at >= 0 && !/[\w.-]/.test(message.charAt(at - 1)) && !/[\w-]/.test(message.charAt(at + id.length));
}
