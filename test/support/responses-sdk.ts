import OpenAI from "openai";
import type { Response as OpenAIResponse } from "openai/resources/responses/responses";

/** What the official SDK makes of a response. */
export interface SdkReading {
	readonly text: string;
	readonly refusal: string;
	readonly calls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
	readonly status: string | undefined;
	readonly reason: string | undefined;
	readonly input: number | undefined;
	readonly output: number | undefined;
}

const sdk = (body: string, contentType: string): OpenAI =>
	new OpenAI({ apiKey: "none", maxRetries: 0, fetch: async () => new Response(body, { headers: { "content-type": contentType } }) });

/** Through `responses.create`. */
export const readWhole = async (body: string): Promise<SdkReading> =>
	readingOf(await sdk(body, "application/json").responses.create({ model: "m", input: "Hi" }));

/** Through `responses.stream`, whose helper checks every index and id; throws what it throws. */
export async function readStream(body: string): Promise<SdkReading & { readonly deltas: string }> {
	const stream = sdk(body, "text/event-stream").responses.stream({ model: "m", input: "Hi" });
	let deltas = "";
	stream.on("response.output_text.delta", ({ delta }) => {
		deltas += delta;
	});
	return { ...readingOf(await stream.finalResponse()), deltas };
}

/** Every event as `responses.create({ stream: true })` gives it. */
export async function readEvents(body: string): Promise<{ readonly type: string; readonly sequence_number: number }[]> {
	const events = [];
	for await (const event of await sdk(body, "text/event-stream").responses.create({ model: "m", input: "Hi", stream: true })) {
		events.push(event);
	}
	return events;
}

function readingOf({ output, output_text, status, incomplete_details, usage }: OpenAIResponse): SdkReading {
	return {
		text: output_text,
		refusal: output
			.flatMap((item) => (item.type === "message" ? item.content : []))
			.map((part) => ("refusal" in part ? part.refusal : ""))
			.join(""),
		calls: output.flatMap((item) =>
			item.type === "function_call" ? [{ id: item.call_id, name: item.name, arguments: item.arguments }] : [],
		),
		status,
		reason: incomplete_details?.reason,
		input: usage?.input_tokens,
		output: usage?.output_tokens,
	};
}
