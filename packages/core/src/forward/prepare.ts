import { modelFacts } from "@smart-router/llm/catalog/catalog.ts";
import { withReasoningOf } from "@smart-router/llm/chat/proven-reasoning.ts";
import type { Usage } from "@smart-router/llm/chat/response.ts";
import { warningIn } from "@smart-router/llm/protocols/field-names.ts";
import { InvalidRequest, type PassedRequest, type UpstreamProtocol } from "@smart-router/llm/protocols/protocol.ts";
import { upstreamProtocol } from "@smart-router/llm/protocols/registry.ts";
import type { Provider, ProviderCall } from "@smart-router/llm/providers/provider.ts";
import { speaking } from "@smart-router/llm/providers/spoken.ts";
import { ruled } from "@smart-router/llm/providers/token-form.ts";
import { GatewayError } from "../errors.ts";
import type { Target } from "../routing/target.ts";
import type { ForwardRequest } from "./forward.ts";

/** What of a request a provider's is built from. */
export type Asked = Pick<ForwardRequest, "client" | "chat" | "rawBody" | "counts">;

/** A request made ready for one target, the same for every account of it unless it holds reasoning, see `preparedFor`. */
export interface Prepared {
	readonly target: Target;
	readonly upstream: UpstreamProtocol;
	/** Client and provider speak the same protocol: bytes pass untouched but for the model id. */
	readonly passthrough: boolean;
	/** The provider is asked for a stream, whatever the client asked for. */
	readonly streams: boolean;
	readonly body: string;
	readonly warnings: readonly string[];
	/** Frames of the answer that are not for the client, see `PassedRequest`. */
	readonly unasked?: PassedRequest["unasked"];
	/** Set for what is no chat. */
	readonly exchange?: Exchange;
}

/** Where a request that is no chat goes, and what the client is told of its answer. */
export interface Exchange {
	/** Of the answer, where it may be no longer than this for a reason of its own. */
	readonly maxBytes?: number;
	call(baseUrl: string): ProviderCall;
	/** Throws `MalformedAnswer`, or `SyntaxError` for what is no JSON. */
	read(text: string): { readonly text: string; readonly usage: Usage | undefined; readonly warnings?: readonly string[] };
}

/**
 * Builds the provider's request. Throws `GatewayError` 400 naming the field when the provider cannot express what was asked.
 *
 * @param bare without any reasoning of earlier turns
 */
export function prepare(wanted: Target, { client, chat, rawBody, counts }: Asked, bare = false): Prepared {
	const target: Target = { ...wanted, provider: speaking(wanted.provider, wanted.model, client.id) };
	const upstream = upstreamProtocol(target.provider.protocol);
	const stream = chat.stream && !counts;
	const streams = !counts && streamsFor(target.provider, stream);
	if (upstream.id === client.id) {
		const { streamUsage = true } = target.provider;
		const askUsage = streams && streamUsage && !(stream && chat.streamUsage);
		const passed = client.passRequest(rawBody, target.model, { bare, askUsage, ...(streams !== stream && { stream: streams }) });
		return { target, upstream, passthrough: true, streams, ...ruledFor(target, passed) };
	}
	const [param] = chat.untranslatable ?? [];
	if (param !== undefined) throw new GatewayError("unsupported_parameter", untranslatable(param, target), { param });
	const said = { ...(bare ? withReasoningOf(chat) : chat), stream: streams };
	try {
		const { id: provider, streamUsage = true } = target.provider;
		const built = upstream.buildRequest(said, { ...modelFacts(provider, target.model), provider, streamUsage });
		const passed = ruledFor(target, { body: JSON.stringify(built.body), warnings: built.warnings });
		const warnings = passed.warnings.map((warning) => warningIn(client.fieldNames, warning));
		return { target, upstream, passthrough: false, streams, body: passed.body, warnings };
	} catch (error) {
		if (!(error instanceof InvalidRequest)) throw error;
		throw new GatewayError(error.code, error.message, { param: client.fieldNames.get(error.param) ?? error.param, cause: error });
	}
}

const ruledFor = ({ provider }: Target, passed: PassedRequest): PassedRequest =>
	provider.bodyRules ? ruled(provider.bodyRules, passed) : passed;

const streamsFor = ({ streaming }: Provider, wanted: boolean): boolean => (streaming === undefined ? wanted : streaming === "only");

const untranslatable = (param: string, { provider }: Target): string =>
	`${param} works only where the provider speaks the protocol of the request; ${provider.id} speaks ${provider.protocol}.`;
