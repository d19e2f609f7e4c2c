import { defined } from "@smart-router/llm/chat/json.ts";
import { GatewayError } from "../errors.ts";
import type { UpdateKeyInput } from "./api-key.schema.ts";
import type { StoredKey } from "./stored-key.ts";

export type KeyFields = Partial<
	Pick<StoredKey, "name" | "scopes" | "providers" | "models" | "profiles" | "requestsPerMinute" | "budget" | "expiresAt">
>;

/** What an admin says of a key, as it is stored; what he does not say is not there. Throws `GatewayError` invalid_request for an expiry that is over. */
export const keyFieldsOf = ({ scopes, budget, expiresAt, ...rest }: UpdateKeyInput, now: number): KeyFields =>
	defined({
		...rest,
		scopes: scopes && [...new Set(scopes)],
		budget: budget && defined(budget),
		expiresAt: typeof expiresAt === "string" ? timeToCome(expiresAt, now) : expiresAt,
	});

/** ms */
function timeToCome(text: string, now: number): number {
	const time = Date.parse(text);
	if (time > now) return time;
	throw new GatewayError("invalid_request", "expiresAt lies in the past.", {
		param: "expiresAt",
		hint: "Give a time to come, e.g. 2030-01-01T00:00:00Z; DELETE /admin/keys/{keyId} ends a key now.",
	});
}
