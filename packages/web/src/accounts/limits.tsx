import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { clearCooldown } from "../linked/changes.ts";
import { restingModels, scopeName, sentence, wholeRest } from "../linked/status.ts";
import { IconButton } from "../parts/button.tsx";
import { Countdown } from "../parts/countdown.tsx";
import type { Run } from "../parts/run.ts";
import { mayWrite } from "../session/session.ts";
import { QuotaBars } from "./quota-bars.tsx";
import { Remedy } from "./remedy.tsx";

/** What holds an account back: why it is not well, the models that rest, and how full its quota windows are. */
export function Limits({ account, run }: { readonly account: AccountView; readonly run: Run }) {
	const models = restingModels(account);
	return (
		<div class="limits">
			<Reason account={account} run={run} />
			{models.length > 0 && (
				<ul class="cooling" aria-label="Models that are cooling">
					{models.map(({ scope, until, reason }) => (
						<li key={scope} class="cooling-model" title={sentence(reason)}>
							<span class="clip">{scopeName(scope)}</span>
							<Countdown until={until} />
							{mayWrite.value && (
								<IconButton
									icon="close"
									label={`Clear cooldown of ${scopeName(scope)}`}
									busy={run.busy}
									onClick={() => void run.start(() => clearCooldown(account.profileId, scope))}
								/>
							)}
						</li>
					))}
				</ul>
			)}
			<QuotaBars account={account} />
		</div>
	);
}

/** Why the account is not well, beside what would help. */
function Reason({ account, run }: { readonly account: AccountView; readonly run: Run }) {
	const rest = wholeRest(account);
	const moved = account.addressMoved ? "Linked to the provider's old address." : null;
	const text =
		account.status === "cooldown" && rest ? `${sentence(rest.reason)}.` : account.status === "verified" ? moved : account.statusMessage;
	if (text === null) return null;
	return (
		<div class="reason">
			<p>{text}</p>
			{mayWrite.value && <Remedy account={account} run={run} />}
		</div>
	);
}
