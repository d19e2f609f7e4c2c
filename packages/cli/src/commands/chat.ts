import { text } from "node:stream/consumers";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { type Fields, failureOf, parseFields, send } from "../client.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { paint, printJson } from "../output.ts";
import { plain } from "../table.ts";

export interface ChatOptions {
	readonly model: string;
	readonly profile?: string;
	readonly system?: string;
}

/** Who answered, from the headers that every answer of the gateway carries. */
interface Served {
	readonly provider: string | null;
	readonly profileId: string | null;
	readonly model: string | null;
	readonly tier: string | null;
	readonly score: string | null;
	readonly reason: string | null;
	readonly attempts: number;
	readonly requestId: string | null;
	readonly warning: string | null;
}

/** Asks, and writes the answer as it comes; Ctrl-C hangs up, which ends the provider's work too. */
export async function chat({ target, json }: Context, prompt: string | undefined, options: ChatOptions): Promise<void> {
	const asked = prompt ?? (process.stdin.isTTY ? "" : await text(process.stdin));
	if (asked.trim() === "") throw new Failure("There is nothing to ask.", { hint: 'smart-router chat "Say hi"', exitCode: 2 });
	const hangUp = new AbortController();
	process.once("SIGINT", () => hangUp.abort(new Failure("Hung up.")));
	const response = await send(target, {
		method: "POST",
		path: "/v1/chat/completions",
		body: {
			model: options.model,
			stream: true,
			messages: [...(options.system === undefined ? [] : [{ role: "system", content: options.system }]), { role: "user", content: asked }],
		},
		...(options.profile !== undefined && { headers: { "x-smart-router-profile": options.profile } }),
		signal: hangUp.signal,
	});
	if (!response.ok || !response.body) throw failureOf(target, response.status, parseFields(await response.text()));
	const served = servedBy(response.headers);
	let answer = "";
	let finishReason: string | null = null;
	const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
	for await (const { data } of events) {
		const part = partOf(target, data);
		answer += part.content;
		finishReason = part.finishReason ?? finishReason;
		if (!json) process.stdout.write(printable(part.content));
	}
	if (json) return printJson({ answer, finishReason, ...served });
	process.stdout.write(answer.endsWith("\n") ? "" : "\n");
	process.stderr.write(`${paint("dim", signature(served), process.stderr)}\n`);
}

/** A model's text may hold anything; only what prints and breaks lines reaches the terminal. */
const printable = (answer: string): string => answer.replace(/[^\P{Cc}\n\t]/gu, "");

function servedBy(headers: Headers): Served {
	const header = (name: string): string | null => {
		const value = headers.get(`x-smart-router-${name}`);
		return value === null ? null : decoded(value);
	};
	return {
		provider: header("provider"),
		profileId: header("profile"),
		model: header("model"),
		tier: header("tier"),
		score: header("score"),
		reason: header("reason"),
		attempts: Number(header("attempts") ?? 1),
		requestId: header("request-id"),
		warning: header("warning"),
	};
}

function decoded(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		return value;
	}
}

const signature = ({ profileId, model, attempts, warning }: Served): string =>
	plain(
		[
			`answered by ${profileId ?? "nobody"}`,
			`model ${model ?? "unknown"}`,
			...(attempts > 1 ? [`${attempts} attempts`] : []),
			...(warning ? [warning] : []),
		].join(", "),
	);

/** The text of one event of OpenAI's stream. Throws `Failure` for an error that came after the first output. */
function partOf(target: Context["target"], data: string): { readonly content: string; readonly finishReason: string | null } {
	const event = parseFields(data);
	if (event?.error !== undefined) throw failureOf(target, 200, event);
	const choice = (event?.choices as readonly Fields[] | undefined)?.[0];
	const content = (choice?.delta as Fields | undefined)?.content;
	return {
		content: typeof content === "string" ? content : "",
		finishReason: typeof choice?.finish_reason === "string" ? choice.finish_reason : null,
	};
}
