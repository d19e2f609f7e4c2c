import { isObject, type JsonObject, list, number, object, text } from "./json.ts";

export type Embedded = { readonly status: 200; readonly body: JsonObject } | { readonly status: 400; readonly message: string };

const usualDimensions = 8;

/** The same text has the same vector; every number survives 32 bits. */
export const vectorOf = (value: string, dimensions = usualDimensions): number[] =>
	Array.from({ length: dimensions }, (_, index) => ((value.codePointAt(index % Math.max(1, value.length)) ?? 0) + index) / 1024);

const base64Of = (vector: readonly number[]): string => Buffer.from(new Float32Array(vector).buffer).toString("base64");
const refused = (message: string): Embedded => ({ status: 400, message });
const strangerIn = (body: JsonObject, known: readonly string[]): string | undefined =>
	Object.keys(body).find((name) => !known.includes(name));

/** OpenAI's `/v1/embeddings`. */
export function embedOpenai(body: JsonObject): Embedded {
	const stranger = strangerIn(body, ["model", "input", "dimensions", "encoding_format", "user"]);
	if (stranger) return refused(`Unknown parameter: '${stranger}'.`);
	const input = typeof body.input === "string" ? [body.input] : list(body.input);
	if (text(body.model) === "" || input.length === 0 || input.includes("")) return refused("'$.input' is invalid.");
	const texts =
		typeof input[0] === "number" ? [input.join(" ")] : input.map((item) => (typeof item === "string" ? item : list(item).join(" ")));
	const vectors = texts.map((item) => vectorOf(item, number(body.dimensions)));
	const tokens = texts.join(" ").split(" ").length;
	return {
		status: 200,
		body: {
			object: "list",
			data: vectors.map((vector, index) => ({
				object: "embedding",
				index,
				embedding: body.encoding_format === "base64" ? base64Of(vector) : vector,
			})),
			model: text(body.model),
			usage: { prompt_tokens: tokens, total_tokens: tokens },
		},
	};
}

const requestFields = ["model", "content", "taskType", "title", "outputDimensionality"];

function embedOne(body: JsonObject, model: string): { readonly values: number[] } | string {
	const stranger = strangerIn(body, requestFields);
	if (stranger) return `Invalid JSON payload received. Unknown name "${stranger}"`;
	if (body.model !== undefined && body.model !== `models/${model}`) return "Model in the request does not match the one in the URL.";
	const parts = list(object(body.content).parts).map(object);
	if (parts.length === 0) return "content is required";
	return { values: vectorOf(parts.map((part) => text(part.text)).join("\n"), number(body.outputDimensionality)) };
}

const pathPattern = /\/models\/(.+):(embedContent|batchEmbedContents)$/;

/** Google's `:embedContent` and `:batchEmbedContents`; in a batch every request must name the model. */
export function embedGemini(body: JsonObject, url: URL): Embedded {
	const [, model = "", action] = pathPattern.exec(decodeURIComponent(url.pathname)) ?? [];
	if (action === "embedContent") {
		const embedding = embedOne(body, model);
		return isObject(embedding) ? { status: 200, body: { embedding } } : refused(String(embedding));
	}
	const embeddings = list(body.requests)
		.map(object)
		.map((request) => (request.model === undefined ? "model is required" : embedOne(request, model)));
	const wrong = embeddings.find((embedding) => typeof embedding === "string");
	if (wrong !== undefined || embeddings.length === 0) return refused(typeof wrong === "string" ? wrong : "requests is required");
	return { status: 200, body: { embeddings } };
}
