import { type JsonObject, object, parseObject, text } from "../fake-upstream/json.ts";

/** What a client understands of an answer, in words of no protocol. */
export interface Reading {
	/** Words of a refusal included. */
	readonly text: string;
	readonly reasoning: string;
	readonly calls: readonly { readonly id: string; readonly name: string; readonly input: unknown }[];
	/** Empty when the answer never ended. */
	readonly finish: "stop" | "length" | "tools" | "refused" | "";
	readonly input: number;
	readonly output: number;
	/** The message of an error in the client's own form. */
	readonly error: string;
}

export const nothingRead: Reading = { text: "", reasoning: "", calls: [], finish: "", input: 0, output: 0, error: "" };

/** The data of server-sent events, without the word that ends them. */
export const eventsOf = (body: string): JsonObject[] =>
	body
		.split("\n\n")
		.flatMap((frame) => frame.split("\n").filter((line) => line.startsWith("data: ")))
		.map((line) => line.slice("data: ".length))
		.filter((data) => data !== "[DONE]")
		.map((data) => parseObject(data) ?? {});

/** The message of `{error: {message}}`, which all four have in common. */
export const errorIn = (body: JsonObject): string => text(object(body.error).message);

export const parsed = (json: string): unknown => JSON.parse(json === "" ? "{}" : json);
