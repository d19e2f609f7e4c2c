import * as z from "zod";
import { objectOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";

/**
 * The body of `:generateContent` as far as the gateway reads it. Strict on those fields; every other passes. Google takes names in camelCase and in
 * snake_case, so both are read here.
 */

const jsonObject = z.custom<JsonObject>((value) => objectOf(value as Json) !== undefined, { error: "expected an object" });

/** The same object with its own names in camelCase. What is not the format's own, such as arguments, is not looked into. */
export const camelNames = (value: JsonObject): JsonObject =>
	Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase()), inner]),
	);

const structure = <Shape extends z.ZodRawShape>(shape: Shape) =>
	z.preprocess((value) => {
		const object = objectOf(value as Json);
		return object === undefined ? value : camelNames(object);
	}, z.looseObject(shape));

const text = z.string().nullish();
const number = z.number().nullish();
const count = z.int().min(0).nullish();
const boolean = z.boolean().nullish();

const inlineData = structure({ mimeType: z.string(), data: z.string(), displayName: text });
const fileData = structure({ fileUri: z.string(), mimeType: text });
const functionCall = structure({ id: text, name: z.string(), args: jsonObject.nullish() });
const functionResponse = structure({
	id: text,
	name: z.string(),
	response: jsonObject.nullish(),
	parts: z.array(structure({ inlineData: inlineData.nullish(), fileData: fileData.nullish() })).nullish(),
});
const part = structure({
	text,
	thought: boolean,
	thoughtSignature: text,
	inlineData: inlineData.nullish(),
	fileData: fileData.nullish(),
	functionCall: functionCall.nullish(),
	functionResponse: functionResponse.nullish(),
});
const content = structure({ role: z.enum(["user", "model", "function"]).nullish(), parts: z.array(part).nullish() });
const systemContent = structure({ parts: z.array(part).nullish() });

const functionDeclaration = structure({
	name: z.string(),
	description: text,
	parameters: jsonObject.nullish(),
	parametersJsonSchema: jsonObject.nullish(),
});
const tool = structure({ functionDeclarations: z.array(functionDeclaration).nullish() });
const toolConfig = structure({
	functionCallingConfig: structure({ mode: text, allowedFunctionNames: z.array(z.string()).nullish() }).nullish(),
});

/** Its keys are the fields that the hub has a word for. */
const configFields = {
	temperature: number,
	topP: number,
	topK: number,
	candidateCount: count,
	maxOutputTokens: count,
	stopSequences: z.array(z.string()).nullish(),
	seed: z.int().nullish(),
	presencePenalty: number,
	frequencyPenalty: number,
	responseMimeType: text,
	responseSchema: jsonObject.nullish(),
	responseJsonSchema: jsonObject.nullish(),
	responseModalities: z.array(z.string()).nullish(),
	responseLogprobs: boolean,
	logprobs: count,
	thinkingConfig: structure({ includeThoughts: boolean, thinkingBudget: z.int().nullish(), thinkingLevel: text }).nullish(),
};

const fields = {
	model: text,
	contents: z.array(content).min(1),
	systemInstruction: systemContent.nullish(),
	tools: z.array(tool).nullish(),
	toolConfig: toolConfig.nullish(),
	generationConfig: structure(configFields).nullish(),
};

export const requestSchema = structure(fields);
export const hubFields: ReadonlySet<string> = new Set(Object.keys(fields));
export const hubConfigFields: ReadonlySet<string> = new Set(Object.keys(configFields));

export type RequestBody = z.infer<typeof requestSchema>;
export type ContentBody = RequestBody["contents"][number];
export type PartBody = z.infer<typeof part>;
export type MediaBody = Pick<PartBody, "inlineData" | "fileData">;
export type FunctionResponseBody = z.infer<typeof functionResponse>;
export type ConfigBody = NonNullable<RequestBody["generationConfig"]>;
