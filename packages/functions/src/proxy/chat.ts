import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { affordable } from "@smart-router/core/forward/affordable.ts";
import { countTokens } from "@smart-router/core/forward/count-tokens.ts";
import { type Answer, forward } from "@smart-router/core/forward/forward.ts";
import { sessionOf } from "@smart-router/core/forward/session.ts";
import { planOf } from "@smart-router/core/forward/wishes.ts";
import { assess } from "@smart-router/core/routing/assessment.ts";
import { forcedTier } from "@smart-router/core/routing/forced-tier.ts";
import type { Address, ClientProtocol } from "@smart-router/llm/protocols/protocol.ts";
import type { RuntimeDeps } from "../runtime.ts";
import { readClientBody } from "./client-body.ts";
import { planFor } from "./plan.ts";
import { readWishes } from "./wishes.ts";

export interface ChatCall {
	readonly principal: Principal;
	readonly requestId: string;
	readonly client: ClientProtocol;
	readonly address: Address;
	/** Only the request's tokens are asked for. */
	readonly counts: boolean;
	readonly rawBody: string;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly signal: AbortSignal;
	/** Fires when the function's life is nearly over. */
	readonly deadline: AbortSignal | undefined;
}

/** A chat in the client's protocol, planned and forwarded. Throws `GatewayError` or `InvalidRequest` for what the client got wrong. */
export async function answerChat(deps: RuntimeDeps, call: ChatCall): Promise<Answer> {
	const { principal, requestId, client, address, counts, rawBody, headers, signal, deadline } = call;
	const body = readClientBody(rawBody, headers);
	const chat = client.parseRequest(body.json, address);
	const wishes = readWishes(principal, headers, body.profile);
	const forced = forcedTier(headers);
	const pinned = sessionOf({ client, clientHeaders: headers, chat }) !== undefined;
	const wanted = { model: chat.model, assess: () => assess(chat, { pinned, ...(forced && { forced }) }) };
	const planned = planOf(await planFor(deps, principal, wanted), wishes);
	const plan = counts ? planned : affordable(planned, principal.budget);
	const request = {
		requestId,
		workspace: principal.workspace,
		keyId: principal.keyId,
		budget: principal.budget,
		profiles: principal.profiles,
		client,
		chat,
		rawBody: body.text,
		clientHeaders: headers,
		plan,
		wishes,
		signal,
		...(deadline && { deadline }),
	};
	return counts ? countTokens(deps, request) : forward(deps, request);
}
