import type { ForwardRequest } from "./forward.ts";

/** Where agents name their session; lower-case, the first that is given counts. */
const sessionHeaders = ["x-claude-code-session-id", "session-id", "session_id", "x-session-id"] as const;

type Asked = Pick<ForwardRequest, "client" | "clientHeaders"> & { readonly chat: Pick<ForwardRequest["chat"], "cacheKey" | "userId"> };

/**
 * What tells the requests of one conversation from all others: a session header, the prompt cache key, or the session part of Anthropic's
 * `metadata.user_id`. Never a user's id: a constant one would pin all traffic to one account. Undefined when the client names none.
 */
export function sessionOf({ client, clientHeaders, chat }: Asked): string | undefined {
	const named = sessionHeaders.map((name) => clientHeaders[name]?.trim()).find((value) => value);
	const ofUser = client.id === "anthropic-messages" ? sessionOfUserId(chat.userId) : undefined;
	return named || chat.cacheKey?.trim() || ofUser;
}

/** Claude Code writes `user_…_account_…_session_<uuid>`, newer versions a JSON object with `session_id`. */
function sessionOfUserId(userId: string | undefined): string | undefined {
	return /(?:_session_|"session_id"\s*:\s*")([\w-]+)/.exec(userId ?? "")?.[1];
}
