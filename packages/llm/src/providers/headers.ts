import type { ProtocolId } from "../protocols/protocol.ts";

/**
 * What of a client's headers goes on with a passthrough call: the protocol's own options. Everything else stays here, above all credentials, cookies,
 * `origin` (Anthropic refuses browsers) and what selects an organization, a workspace or a project, because the account is ours and not the client's.
 */
const requestOptions: Readonly<Record<ProtocolId, RegExp>> = {
	"openai-chat": /^(?:openai-(?!organization$|project$)[\w-]+|x-client-request-id|idempotency-key)$/,
	"openai-responses": /^(?:openai-(?!organization$|project$)[\w-]+|x-client-request-id|idempotency-key)$/,
	"anthropic-messages": /^anthropic-(?!workspace-id$|dangerous-)[\w-]+$/,
	gemini: /^x-server-timeout$/,
	"code-assist": /^$/,
};

/** What tells a client about this one answer; limits, cookies and organization ids describe one account of many. */
const responseFacts = /^(?:(?!x-smart-router-)[\w-]*request-id|[\w-]+-trace-id|openai-(?:processing-ms|version|model)|cf-ray)$/;

type Headers = Readonly<Record<string, string | undefined>>;

/** The client's headers that a passthrough call takes along; names in lower case. */
export const passRequestHeaders = (headers: Headers, protocol: ProtocolId): Record<string, string> =>
	pick(headers, requestOptions[protocol]);

/** The provider's headers of a success that go back to the client. */
export const passResponseHeaders = (headers: Headers): Record<string, string> => pick(headers, responseFacts);

function pick(headers: Headers, names: RegExp): Record<string, string> {
	const picked: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		const lower = name.toLowerCase();
		if (value !== undefined && names.test(lower)) picked[lower] = value;
	}
	return picked;
}

/** Headers whose values are lists: what a client asks for is added to what we ask for. */
const lists: ReadonlySet<string> = new Set(["anthropic-beta"]);

/** Ours with the client's laid over them; a list holds both. */
export function mergedHeaders(ours: Readonly<Record<string, string>>, clients: Readonly<Record<string, string>>): Record<string, string> {
	const merged: Record<string, string> = { ...ours, ...clients };
	for (const name of lists) {
		const [one, other] = [ours[name], clients[name]];
		if (one === undefined || other === undefined) continue;
		merged[name] = [...new Set([...other.split(","), ...one.split(",")].map((value) => value.trim()))].join(",");
	}
	return merged;
}
