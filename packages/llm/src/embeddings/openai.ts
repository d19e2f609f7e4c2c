import * as z from "zod";
import { arrayOf, numberOf, objectOf, parseJson, stringOf } from "../chat/json.ts";
import type { Json } from "../chat/request.ts";
import { invalidRequest } from "../protocols/invalid.ts";
import { memberIn, spliceModel } from "../protocols/splice.ts";
import { vectorFromBase64, vectorToBase64 } from "./base64.ts";
import { type EmbeddingClient, type EmbeddingRequest, type EmbeddingUpstream, noEmbeddings, usageOf } from "./embedding.ts";

const tokens = z.array(z.int().nonnegative()).min(1);
const input = z.union([z.string(), z.array(z.string()).min(1), tokens, z.array(tokens).min(1)], {
	error: "expected a string, an array of strings, or arrays of tokens",
});
/** `POST /v1/embeddings`, as far as the gateway reads it. */
const requestBody = z.looseObject({
	model: z.string().min(1),
	input,
	dimensions: z.int().positive().nullish(),
	encoding_format: z.enum(["float", "base64"]).nullish(),
});

const known: readonly string[] = ["model", "input", "dimensions", "encoding_format"];
/** Who asked does not change a vector. */
const harmless: readonly string[] = ["user"];

const textsOf = (value: z.infer<typeof input>): string[] =>
	(typeof value === "string" ? [value] : value).flatMap((item) => (typeof item === "string" ? [item] : []));

function untranslatable(texts: readonly string[], fields: readonly string[]): EmbeddingRequest["untranslatable"] {
	if (texts.length === 0)
		return { param: "input", message: "Tokens are understood only where the provider speaks OpenAI's protocol: send text." };
	const other = fields.find((name) => !known.includes(name) && !harmless.includes(name));
	return other === undefined
		? undefined
		: { param: other, message: `\`${other}\` works only where the provider speaks OpenAI's protocol.` };
}

/** OpenAI's embeddings, as clients ask the gateway for them. */
export const openaiEmbeddings: EmbeddingClient = {
	protocol: "openai-chat",
	single: false,
	parseRequest(body) {
		const { success, data, error } = requestBody.safeParse(body);
		if (!success) throw invalidRequest(error);
		const texts = textsOf(data.input);
		const fields = Object.keys(body).filter((name) => body[name] !== null);
		const foreign = untranslatable(texts, fields);
		return {
			model: data.model,
			texts,
			...(typeof data.dimensions === "number" && { dimensions: data.dimensions }),
			encoding: data.encoding_format ?? "float",
			droppable: fields.filter((name) => harmless.includes(name)),
			...(foreign && { untranslatable: foreign }),
		};
	},
	passRequest: spliceModel,
	buildResponse({ vectors, model, usage }, request) {
		const read = usage?.input ?? 0;
		return {
			object: "list",
			data: vectors.map((vector, index) => ({
				object: "embedding",
				index,
				embedding: request.encoding === "base64" ? vectorToBase64(vector) : [...vector],
			})),
			model: model ?? request.model,
			usage: { prompt_tokens: read, total_tokens: read },
		};
	},
};

/** OpenAI's embeddings, as OpenAI and the compatible providers are asked for them. */
export const openaiEmbeddingsUpstream: EmbeddingUpstream = {
	buildRequest: ({ texts, dimensions }, model) => ({
		model,
		input: [...texts],
		encoding_format: "float",
		...(dimensions !== undefined && { dimensions }),
	}),
	parseResponse(body) {
		const answer = objectOf(body);
		if (!Array.isArray(answer?.data)) throw noEmbeddings();
		const items = answer.data.map((item, place) => ({ place: numberOf(objectOf(item)?.index) ?? place, vector: vectorOf(item) }));
		const model = stringOf(answer.model);
		return {
			vectors: items.toSorted((a, b) => a.place - b.place).map(({ vector }) => vector),
			...(model !== undefined && { model }),
			...usageOf(numberOf(objectOf(answer.usage)?.prompt_tokens)),
		};
	},
	usageIn(text) {
		if (!memberIn(text, "data")?.startsWith("[")) throw noEmbeddings();
		const usage = objectOf(parseJson(memberIn(text, "usage") ?? ""));
		return usageOf(numberOf(usage?.prompt_tokens)).usage;
	},
};

function vectorOf(item: Json): number[] {
	const embedding = objectOf(item)?.embedding;
	return typeof embedding === "string" ? vectorFromBase64(embedding) : arrayOf(embedding).flatMap((value) => numberOf(value) ?? []);
}
