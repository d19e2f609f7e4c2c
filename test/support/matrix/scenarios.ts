import type { Behaviour } from "../fake-upstream/behaviour.ts";
import { type Asked, imageUrl, oslo, type Turn } from "./asked.ts";
import type { MatrixClient } from "./client.ts";
import type { Reading } from "./reading.ts";
import { refusals, refusalText } from "./refusals.ts";

type ProtocolId = MatrixClient["id"];

/** What must be read; a pattern where each vendor's fake has words of its own. */
export type Expected = Partial<Omit<Reading, "text">> & { readonly text?: string | RegExp };

/** One column of the matrix: what is asked, how the provider behaves, and what every client has to understand. */
export interface Scenario {
	readonly name: string;
	readonly asked: Asked;
	readonly behaviour?: (provider: ProtocolId, stream: boolean) => Behaviour;
	readonly expected: (client: ProtocolId, provider: ProtocolId) => Expected;
	/** What the provider must have been told. */
	readonly told?: readonly (string | RegExp)[];
	/** `answer`: 200 and no error. `refused`: an error before anything is said. `broken`: an error, in a stream behind some words. `aborted`: the client leaves. */
	readonly end: "answer" | "refused" | "broken" | "aborted";
}

const user = (text: string, image?: "inline" | "url"): Turn => ({ by: "user", text, ...(image && { image }) });
const long = Array.from({ length: 40 }, (_, at) => `word${at}`).join(" ");
const [weather, time] = [
	{ id: "call_a", name: "get_weather" },
	{ id: "call_b", name: "get_time" },
];

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
		name: "parallel calls",
		asked: { turns: [user("Use get_weather and get_time for Oslo")], tools: ["get_weather", "get_time"] },
		expected: () => ({ calls: [weather, time].map(({ name }) => ({ name, input: oslo })), finish: "tools" }),
		end: "answer",
	},
	{
		name: "tool results",
		asked: {
			turns: [
				user("Weather and time in Oslo?"),
				{ by: "model calling", calls: [weather, time] },
				{
					by: "tools",
					results: [
						{ ...weather, text: "12 degrees" },
						{ ...time, text: "noon" },
					],
				},
			],
			tools: ["get_weather", "get_time"],
		},
		expected: () => ({ text: /12 degrees.*noon/s, calls: [], finish: "stop" }),
		end: "answer",
	},
	{
		name: "image",
		asked: { turns: [user("What is this?", "inline")] },
		expected: () => ({ text: "You said: What is this? [with image/png]", finish: "stop" }),
		end: "answer",
	},
	{
		name: "image by URL",
		asked: { turns: [user("What is this?", "url")] },
		expected: () => ({ text: /^You said: What is this\? \[with (url|image\/png)\]$/, finish: "stop" }),
		told: [imageUrl],
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
