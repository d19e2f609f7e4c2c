import * as z from "zod";
import { arrayOf, numberOf, objectOf, parseJson } from "../chat/json.ts";
import type { Json, JsonObject } from "../chat/request.ts";
import { invalidRequest } from "../protocols/invalid.ts";
import { memberIn, spliceModel } from "../protocols/splice.ts";
import {
	type EmbeddingClient,
	type EmbeddingRequest,
	type EmbeddingResponse,
	type EmbeddingUpstream,
	noEmbeddings,
	usageOf,
} from "./embedding.ts";

/** `:embedContent`, as far as the gateway reads it. */
const one = z.looseObject({
	content: z.looseObject({ parts: z.array(z.looseObject({ text: z.string().nullish() })).min(1) }),
	taskType: z.string().nullish(),
	outputDimensionality: z.int().positive().nullish(),
});
const many = z.looseObject({ requests: z.array(one).min(1) });

type One = z.infer<typeof one>;
type Untranslatable = NonNullable<EmbeddingRequest["untranslatable"]>;

const known: readonly string[] = ["model", "content", "outputDimensionality"];

const only = (param: string): Untranslatable => ({
	param,
	message: `\`${param}\` works only where the provider speaks Gemini's protocol.`,
});

/** The first thing that no other protocol can say: a task, a title, a part that is no text, a length that is not the same for all. */
function untranslatable(requests: readonly One[], pathOf: (index: number) => string): Untranslatable | undefined {
	for (const [index, request] of requests.entries()) {
		const path = pathOf(index);
		const unspecified = request.taskType === "TASK_TYPE_UNSPECIFIED" ? ["taskType"] : [];
		const other = Object.keys(request).find((name) => ![...known, ...unspecified].includes(name) && request[name] !== null);
		if (other !== undefined) return only(`${path}${other}`);
		if (request.outputDimensionality !== requests[0]?.outputDimensionality) return only(`${path}outputDimensionality`);
		const part = request.content.parts.findIndex(({ text }) => typeof text !== "string");
		if (part >= 0) return only(`${path}content.parts[${part}]`);
	}
	return undefined;
}

function neutral(model: string, requests: readonly One[], pathOf: (index: number) => string): EmbeddingRequest {
	const foreign = untranslatable(requests, pathOf);
	const dimensions = requests[0]?.outputDimensionality;
	return {
		model,
		texts: requests.map(({ content }) => content.parts.map(({ text }) => text ?? "").join("\n")),
		...(typeof dimensions === "number" && { dimensions }),
		encoding: "float",
		droppable: [],
		...(foreign && { untranslatable: foreign }),
	};
}

const named = (model: string): string => `models/${model.replace(/^models\//, "")}`;
const plain = (model: string): string => model.replace(/^models\//, "");

const usageMetadata = ({ usage }: EmbeddingResponse): JsonObject =>
	usage ? { usageMetadata: { promptTokenCount: usage.input, totalTokenCount: usage.input } } : {};

/** Gemini's `:embedContent`. */
export const geminiEmbedContent: EmbeddingClient = {
	protocol: "gemini",
	single: true,
	parseRequest(body, model = "") {
		const { success, data, error } = one.safeParse(body);
		if (!success) throw invalidRequest(error);
		return neutral(plain(model), [data], () => "");
	},
	passRequest: (rawBody, model) => spliceModel(rawBody, named(model)),
	buildResponse: (response) => ({ embedding: { values: [...(response.vectors[0] ?? [])] }, ...usageMetadata(response) }),
};

/** Gemini's `:batchEmbedContents`. */
export const geminiBatchEmbed: EmbeddingClient = {
	protocol: "gemini",
	single: false,
	parseRequest(body, model = "") {
		const { success, data, error } = many.safeParse(body);
		if (!success) throw invalidRequest(error);
		return neutral(plain(model), data.requests, (index) => `requests[${index}].`);
	},
	/** Every request names the model once more. */
	passRequest(rawBody, model) {
		const body = objectOf(parseJson(rawBody)) ?? {};
		return JSON.stringify({ ...body, requests: arrayOf(body.requests).map((request) => ({ ...objectOf(request), model: named(model) })) });
	},
	buildResponse: (response) => ({ embeddings: response.vectors.map((vector) => ({ values: [...vector] })), ...usageMetadata(response) }),
};

/** Gemini's embeddings as Google is asked for them: always as a batch, which takes one text too. */
export const geminiEmbeddingsUpstream: EmbeddingUpstream = {
	buildRequest: ({ texts, dimensions }, model) => ({
		requests: texts.map((text) => ({
			model: named(model),
			content: { parts: [{ text }] },
			...(dimensions !== undefined && { outputDimensionality: dimensions }),
		})),
	}),
	parseResponse(body) {
		const answer = objectOf(body);
		const embeddings = answer?.embeddings ?? (answer?.embedding === undefined ? undefined : [answer.embedding]);
		if (!Array.isArray(embeddings)) throw noEmbeddings();
		return { vectors: embeddings.map(valuesOf), ...usageOf(numberOf(objectOf(answer?.usageMetadata)?.promptTokenCount)) };
	},
	usageIn(text) {
		const told = memberIn(text, "embeddings") ?? memberIn(text, "embedding");
		if (!told?.startsWith("[") && !told?.startsWith("{")) throw noEmbeddings();
		const usage = objectOf(parseJson(memberIn(text, "usageMetadata") ?? ""));
		return usageOf(numberOf(usage?.promptTokenCount)).usage;
	},
};

const valuesOf = (embedding: Json): number[] => arrayOf(objectOf(embedding)?.values).flatMap((value) => numberOf(value) ?? []);
