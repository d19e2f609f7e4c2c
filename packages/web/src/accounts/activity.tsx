import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { Ago } from "../parts/ago.tsx";
import { countText } from "../parts/numbers.ts";

export const Activity = ({ account }: { readonly account: AccountView }) => (
	<div class="activity">
		<span>{account.lastUsedAt ? <Ago at={account.lastUsedAt} /> : "never used"}</span>
		<span class="soft" title="Claims within the last 12 to 24 hours">
			{countText(account.uses)} {account.uses === 1 ? "use" : "uses"}
		</span>
	</div>
);
