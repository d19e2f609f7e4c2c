import { type Binding, conversationId } from "../selection/affinity.ts";
import type { ForwardDeps, ForwardRequest } from "./forward.ts";
import type { Served } from "./served.ts";
import { sessionOf } from "./session.ts";

/** The conversation that a request belongs to, as one provider's pool knows it. */
export interface Conversation {
	readonly id: string;
	/** Under way since the target's turn came; undefined also when the store cannot tell, which costs the request no more than its cache. */
	readonly binding: Promise<Binding | undefined>;
}

/** Begins to look up which account the conversation is bound to. */
export function findConversation({ affinity, onFault }: ForwardDeps, request: ForwardRequest, provider: string): Conversation | undefined {
	const session = sessionOf(request);
	if (session === undefined) return undefined;
	const id = conversationId({ workspace: request.workspace, keyId: request.keyId, provider, session });
	const binding = affinity.find(id).catch((error: unknown) => {
		onFault("read affinity", error);
		return undefined;
	});
	return { id, binding };
}

/** Binds the conversation to the account that answers it; a store that refuses is reported, not thrown. */
export async function keepConversation({ affinity, onFault }: ForwardDeps, { conversation, claim }: Served): Promise<void> {
	if (!conversation) return;
	const { account, pool, bound } = claim;
	try {
		await affinity.keep(conversation.id, { profileId: account.profileId, pool, known: await conversation.binding, bound });
	} catch (error) {
		onFault("write affinity", error);
	}
}
