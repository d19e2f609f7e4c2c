import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { statusWord, wholeRest } from "../linked/status.ts";
import { Ago } from "../parts/ago.tsx";
import { Countdown } from "../parts/countdown.tsx";

/** The status word, and the time that belongs to it. */
export function StatusCell({ account }: { readonly account: AccountView }) {
	const rest = wholeRest(account);
	return (
		<div class="status-cell">
			<span class={`status ${account.status}`}>
				<span class="dot" />
				{statusWord[account.status]}
			</span>
			<span class="soft">
				{account.status === "cooldown" && rest ? (
					<>
						back in <Countdown until={rest.until} />
					</>
				) : (
					account.status === "verified" &&
					account.lastVerifiedAt && (
						<>
							checked <Ago at={account.lastVerifiedAt} />
						</>
					)
				)}
			</span>
		</div>
	);
}
