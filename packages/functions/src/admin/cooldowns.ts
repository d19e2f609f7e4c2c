import { cooldownScope } from "@smart-router/core/account/account.schema.ts";
import { showAccount } from "@smart-router/core/account/list.ts";
import { keyOfProfile } from "@smart-router/core/account/profile-id.ts";
import { requireWholePool } from "@smart-router/core/api-key/limits.ts";
import { clearAccount, clearAll, clearCooldown, setCooldown } from "@smart-router/core/cooldown/by-hand.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import type { OperationCall, Operations } from "../operations.ts";
import { profileOf, providerNamed } from "./named.ts";

type Id = "setCooldown" | "clearCooldown" | "clearAccountCooldowns" | "clearCooldowns";

export const cooldownOperations: Operations<Id> = {
	async setCooldown(deps, call) {
		return showAccount(deps, await setCooldown(deps, keyOf(call), scopeOf(call), { ...call.body, by: call.principal.keyId }));
	},

	async clearCooldown(deps, call) {
		return showAccount(deps, await clearCooldown(deps, keyOf(call), scopeOf(call)));
	},

	async clearAccountCooldowns(deps, call) {
		return showAccount(deps, await clearAccount(deps, keyOf(call)));
	},

	async clearCooldowns(deps, { principal, query }) {
		const { workspace } = principal;
		const provider = query.provider === undefined ? undefined : await providerNamed(deps, principal, query.provider);
		requireWholePool(principal, provider);
		return clearAll(deps, { workspace, ...(provider !== undefined && { provider }) });
	},
};

type ScopedCall = Pick<OperationCall<Id>, "principal" | "params">;

const keyOf = ({ principal, params }: ScopedCall) => keyOfProfile(principal.workspace, profileOf(principal, params));

function scopeOf({ params }: ScopedCall): string {
	const scope = cooldownScope.safeParse(params["scope"]);
	if (scope.success) return scope.data;
	throw new GatewayError("invalid_request", "A cooldown's scope is `*`, a model id or group:<name>.", { param: "scope" });
}
