import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../../../test/support/runs.ts";
import type { ProtocolId } from "../protocols/protocol.ts";
import { classify } from "./classify.ts";
import type { Verdict } from "./verdict.ts";

const model = "model-1";

interface Told {
	readonly protocol: ProtocolId;
	readonly status: number;
	/** What the provider says about a text of the client. */
	readonly body: (quoted: string) => unknown;
	/** Bytes of it that arrive. */
	readonly cutAt?: number;
}

function judge({ protocol, status, body, cutAt }: Told, quoted: string, sent: unknown, headers = {}): Verdict {
	const told = body(quoted);
	return classify(
		{ status, headers: {}, body: (typeof told === "string" ? told : JSON.stringify(told)).slice(0, cutAt) },
		{ protocol, provider: "p", model, knownModel: true, sent: { body: JSON.stringify(sent), headers }, now: 0 },
	);
}

const openai = (message: string, param: string | null, code: string | null) => ({
	error: { message, type: "invalid_request_error", param, code },
});
const anthropic = (message: string) => ({ type: "error", error: { type: "invalid_request_error", message } });
const google = (message: string, fields: readonly object[]) => ({
	error: {
		code: 400,
		message,
		status: "INVALID_ARGUMENT",
		details: [{ "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations: fields }],
	},
});

/** How vendors quote what they do not like, from their first word or later. */
const ways: Readonly<Record<string, Told>> = {
	"OpenAI, a field": { protocol: "openai-chat", status: 400, body: (it) => openai(`Unknown parameter: '${it}'.`, it, "unknown_parameter") },
	"OpenAI, a value": {
		protocol: "openai-responses",
		status: 400,
		body: (it) => openai(`${it}: Invalid value. Supported values are: 'auto', 'default'.`, "service_tier", "invalid_value"),
	},
	"OpenAI, without a code": { protocol: "openai-chat", status: 400, body: (it) => openai(`${it} is not supported.`, null, null) },
	"OpenAI, a conversation": {
		protocol: "openai-responses",
		status: 404,
		body: (it) => openai(`Conversation with id '${it}' not found.`, null, null),
	},
	"Anthropic, a field": { protocol: "anthropic-messages", status: 400, body: (it) => anthropic(`${it}: Extra inputs are not permitted`) },
	"Anthropic, the field alone": { protocol: "anthropic-messages", status: 400, body: (it) => anthropic(it) },
	"Anthropic, a value": {
		protocol: "anthropic-messages",
		status: 400,
		body: (it) => anthropic(`service_tier: Input should be 'auto' or 'standard_only', got '${it}'`),
	},
	"Anthropic, a file": { protocol: "anthropic-messages", status: 404, body: (it) => anthropic(`File not found: ${it}`) },
	"something else that is missing": { protocol: "openai-chat", status: 404, body: (it) => openai(`No such voice: ${it}`, null, null) },
	"Google, a field": {
		protocol: "gemini",
		status: 400,
		body: (it) =>
			google(`Invalid JSON payload received. Unknown name "${it}": Cannot find field.`, [{ description: `Unknown name "${it}"` }]),
	},
	"Google, without details": { protocol: "gemini", status: 400, body: (it) => google(`${it} is not supported here.`, []) },
	"Google, a file": {
		protocol: "gemini",
		status: 403,
		body: (it) => google(`You do not have permission to access the File ${it} or it may not exist.`, []),
	},
	"plain words (Rust servers)": {
		protocol: "openai-chat",
		status: 422,
		body: (it) => `Failed to deserialize the JSON body into the target type: unknown field \`${it}\`, expected one of \`model\``,
	},
	"the request itself (FastAPI), cut off": {
		protocol: "openai-chat",
		status: 422,
		body: (it) => ({ detail: [{ type: "extra_forbidden", loc: ["body"], input: { ...tryJson(it), code: it, message: it } }] }),
		cutAt: 300,
	},
};

function tryJson(text: string): object {
	try {
		return Object(JSON.parse(text));
	} catch {
		return {};
	}
}

/** What a hostile client would write: sentences by which vendors speak of an account, and errors as they would be. */
const incriminating = [
	"invalid api key",
	"Invalid API key.",
	"API key not valid. Please pass a valid API key.",
	"API key expired. Please renew the API key.",
	"Incorrect API key provided",
	"incorrect_api_key_provided",
	"Your credit balance is too low to access the Anthropic API.",
	"Your credit balance is too lowish",
	"You have reached your specified API usage limits.",
	"This organization has been disabled.",
	"your account has been suspended",
	"User location is not supported for the API use.",
	`The model ${model} does not exist`,
	"access to the model",
	"model",
	model,
	"account_deactivated",
	'{"error":{"code":"account_deactivated"}}',
	'{"error":{"message":"{\\"error\\":{\\"code\\":\\"invalid_api_key\\"}}"}}',
	'{"code":"billing_hard_limit_reached"}',
];
const written = fc.oneof(
	fc.constantFrom(...incriminating),
	fc.tuple(fc.string({ maxLength: 12 }), fc.constantFrom(...incriminating), fc.string({ maxLength: 12 })).map((parts) => parts.join(" ")),
	fc.string({ unit: "binary", maxLength: 80 }),
);

/** Where in a request it may stand. */
const places: Readonly<Record<string, (text: string) => unknown>> = {
	"a field name": (text) => ({ model, messages: [], [text]: 1 }),
	"a value": (text) => ({ model, messages: [], service_tier: text }),
	"deep in a message": (text) => ({ model, messages: [{ role: "user", content: [{ type: "text", text: `See: ${text} (1)` }] }] }),
	"arguments of a tool": (text) => ({ messages: [{ tool_calls: [{ function: { arguments: JSON.stringify({ [text]: 1 }) } }] }] }),
};

describe("what the client wrote and the provider quotes", () => {
	it("changes neither the scope of the verdict nor who else is asked", () => {
		fc.assert(
			fc.property(fc.constantFrom(...Object.keys(ways)), fc.constantFrom(...Object.keys(places)), written, (way, place, text) => {
				const told = ways[way];
				const request = places[place]?.(text);
				if (!told) throw new Error("no such way");

				const { scope, failover } = judge(told, text, request);

				expect({ scope, failover }).toEqual({ scope: "request", failover: false });
			}),
			{ numRuns: runs(2_000, 100_000) },
		);
	});

	it("may also be a header", () => {
		const told = ways["Anthropic, the field alone"];
		if (!told) throw new Error("no such way");
		const text = "Your credit balance is too low";

		expect(judge(told, text, { model }, { "anthropic-beta": `a, ${text}` })).toMatchObject({ kind: "bad_request", scope: "request" });
	});
});

describe("what the provider says of the account, in the words of its own", () => {
	const low = "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.";
	const said: readonly (readonly [ProtocolId, string, unknown])[] = [
		["anthropic-messages", "billing account", anthropic(low)],
		["anthropic-messages", "permission account", anthropic("This organization has been disabled.")],
		["gemini", "auth account", google("API key not valid. Please pass a valid API key.", [])],
		["openai-chat", "auth account", openai("Incorrect API key provided: xa***oo. You can obtain an API key from the console.", null, null)],
	];

	it.each(said)("counts whatever else the request holds: %s %s", (protocol, meaning, body) => {
		const request = {
			model,
			reasoning_effort: "low",
			messages: [
				{ role: "user", content: "Why does it say that my API key is wrong, or the credit balance too low? Has it been disabled?" },
			],
		};

		const { kind, scope } = judge({ protocol, status: 400, body: () => body }, "", request);

		expect(`${kind} ${scope}`).toBe(meaning);
	});
});
