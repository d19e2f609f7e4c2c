import type { Behaviour } from "../fake-upstream/behaviour.ts";
import { type Asked, type Call, imageUrl, oslo, type Result, type Turn } from "./asked.ts";
import type { MatrixClient } from "./client.ts";
import type { Reading } from "./reading.ts";
import { refusals, refusalText } from "./refusals.ts";

type ProtocolId = MatrixClient["id"];

/** What must be read; a pattern where each vendor's fake has words of its own. */
export type Expected = Partial<Omit<Reading, "text" | "calls">> & {
	readonly text?: string | RegExp;
	/** Ids are for the provider to give. */
	readonly calls?: readonly Omit<Reading["calls"][number], "id">[];
};

/** One column of the matrix: what is asked, how the provider behaves, and what every client has to understand. */
export interface Scenario {
	readonly name: string;
	readonly asked: Asked;
	readonly behaviour?: (provider: ProtocolId, stream: boolean) => Behaviour;
	readonly expected: (client: ProtocolId, provider: ProtocolId) => Expected;
	/** What the provider must have been told. */
	readonly told?: readonly (string | RegExp)[];
	/** What is asked next, of what was read, and what must come of it. */
	readonly next?: { readonly asked: (reading: Reading) => Asked; readonly expected: Expected };
	/** Whose clients have words for it; all when missing. */
	readonly askedBy?: readonly ProtocolId[];
	/** Why it is a 400 on purpose: what is asked cannot be said to the provider without changing its meaning. */
	readonly refusal?: (client: ProtocolId, provider: ProtocolId) => string | undefined;
	/** `answer`: 200 and no error. `refused`: an error before anything is said. `broken`: an error, in a stream behind some words. `aborted`: the client leaves. */
	readonly end: "answer" | "refused" | "broken" | "aborted";
}

const user = (text: string, image?: "inline" | "url"): Turn => ({ by: "user", text, ...(image && { image }) });
const long = Array.from({ length: 40 }, (_, at) => `word${at}`).join(" ");
const parallel: Asked = { turns: [user("Use get_weather and get_time for Oslo")], tools: ["get_weather", "get_time"] };
const result = (call: Call): Result => ({ ...call, text: call.name === "get_weather" ? "12 degrees" : "noon" });

export const scenarios: readonly Scenario[] = [
	{
		name: "plain",
		asked: { turns: [user("Say hi")] },
		expected: () => ({ text: "You said: Say hi", calls: [], finish: "stop" }),
		end: "answer",
	},
	{
		name: "multi-turn",
		asked: { turns: [{ by: "system", text: "Be brief." }, user("First"), { by: "model", text: "Second" }, user("Third")] },
		expected: () => ({ text: "You said: Third", finish: "stop" }),
		told: ["Be brief.", "First", "Second"],
		end: "answer",
	},
	{
		name: "tool call",
		asked: { turns: [user("Use get_weather for Oslo")], tools: ["get_weather", "get_time"] },
		expected: () => ({ text: "", calls: [{ name: "get_weather", input: oslo }], finish: "tools" }),
		end: "answer",
	},
	{
		name: "parallel tools + results",
		asked: parallel,
		expected: () => ({ calls: ["get_weather", "get_time"].map((name) => ({ name, input: oslo })), finish: "tools" }),
		next: {
			asked: ({ calls }) => ({
				...parallel,
				turns: [...parallel.turns, { by: "model calling", calls }, { by: "tools", results: calls.map(result) }],
			}),
			expected: { text: /12 degrees.*noon/s, calls: [], finish: "stop" },
		},
		end: "answer",
	},
	{
		name: "image",
		asked: { turns: [user("What is this?", "inline")] },
		expected: () => ({ text: "You said: What is this? [with image/png]", finish: "stop" }),
		end: "answer",
	},
	{
		name: "structured output",
		asked: { turns: [user("Where?")], structured: true },
		expected: () => ({ text: JSON.stringify(oslo), finish: "stop" }),
		end: "answer",
	},
	{
		name: "reasoning",
		asked: { turns: [user("Think")], reasoning: true },
		// Chat Completions has no word for thoughts: its fake tells none, and its clients cannot ask to be shown them.
		expected: (client, provider) => ({
			text: "You said: Think",
			...(client !== "openai-chat" && { reasoning: provider === "openai-chat" ? "" : "Let me think." }),
		}),
		told: [/"reasoning_effort":"high"|"effort":"high"|"thinkingLevel":"HIGH"/],
		end: "answer",
	},
	{
		name: "max tokens",
		asked: { turns: [user(long)], maxTokens: 20 },
		expected: () => ({ text: `You said: ${long.split(" ").slice(0, 18).join(" ")}`, finish: "length" }),
		end: "answer",
	},
	{
		name: "refusal",
		asked: { turns: [user("Something bad")] },
		behaviour: (provider) => refusals[provider],
		expected: () => ({ text: refusalText, finish: "refused" }),
		end: "answer",
	},
	{
		name: "error before output",
		asked: { turns: [user("hi")] },
		behaviour: (_, stream) => (stream ? { firstEventError: "Overloaded" } : { status: 503 }),
		expected: () => ({ text: "", finish: "" }),
		end: "refused",
	},
	{
		name: "error after output",
		asked: { turns: [user(long)] },
		behaviour: (_, stream) => (stream ? { errorAfter: 8 } : { body: '{"half":"an ans' }),
		expected: () => ({ finish: "" }),
		end: "broken",
	},
	{ name: "abort", asked: { turns: [user(long)] }, expected: () => ({}), end: "aborted" },
];

const foreign = (reason: string) => (client: ProtocolId, provider: ProtocolId) => (client === provider ? undefined : reason);
const hi = { turns: [user("Say hi")] };
const spoken = { text: "You said: Say hi", finish: "stop" } as const;

/** What only some can. */
export const special: readonly Scenario[] = [
	{
		name: "image by URL",
		asked: { turns: [user("What is this?", "url")] },
		expected: () => ({ text: /^You said: What is this\? \[with (url|image\/png)\]$/, finish: "stop" }),
		told: [imageUrl],
		refusal: (client, provider) =>
			provider === "gemini" && client !== "gemini"
				? "Gemini reads only Google's own addresses, and the gateway fetches nothing: send the image inline."
				: undefined,
		end: "answer",
	},
	{
		name: "n > 1",
		asked: { ...hi, answers: 2 },
		askedBy: ["openai-chat", "gemini"],
		expected: () => spoken,
		told: [/"(n|candidateCount)":2/],
		refusal: foreign("One answer is all that another protocol's stream can tell."),
		end: "answer",
	},
	{
		name: "logprobs",
		asked: { ...hi, logprobs: true },
		askedBy: ["openai-chat", "openai-responses", "gemini"],
		expected: () => spoken,
		told: [/"(top_logprobs|logprobs)":2/],
		refusal: foreign("Probabilities of tokens are not translated: Claude has none, and the others' differ."),
		end: "answer",
	},
	{
		name: "audio out",
		asked: { ...hi, audio: true },
		askedBy: ["openai-chat", "gemini"],
		expected: () => spoken,
		told: [/"modalities":\["text","audio"\]|"responseModalities":\["AUDIO"\]/],
		refusal: foreign("Sound is not translated: Claude and Responses have none, and the others' differ."),
		end: "answer",
	},
];
