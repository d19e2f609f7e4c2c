import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { Countdown } from "../parts/countdown.tsx";
import { quotaOf } from "./quota.ts";

const nearlyFull = 75;
const full = 95;

/** Each quota window as a bar with its reset time. */
export function QuotaBars({ account }: { readonly account: AccountView }) {
	const windows = quotaOf(account);
	if (windows.length === 0) return null;
	return (
		<ul class="quota" aria-label="Quota">
			{windows.map(({ name, usedPercent, resetsAt }) => (
				<li key={name}>
					<span class="quota-name">{name}</span>
					<meter
						min={0}
						max={100}
						low={nearlyFull}
						high={full}
						optimum={0}
						value={usedPercent}
						aria-label={`${name}: ${Math.round(usedPercent)} % used`}
					/>
					<span class="quota-used">{Math.round(usedPercent)} %</span>
					<span class="quota-reset soft">
						{resetsAt && (
							<>
								<span class="unseen">resets in </span>
								<Countdown until={resetsAt} />
							</>
						)}
					</span>
				</li>
			))}
		</ul>
	);
}
