import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { Countdown } from "../parts/countdown.tsx";

const nearlyFull = 75;
const full = 95;

/** Each quota window as a bar with its reset time. */
export function QuotaBars({ account: { quota } }: { readonly account: AccountView }) {
	if (quota.length === 0) return null;
	return (
		<ul class="quota" aria-label="Quota">
			{quota.map(({ window, usedPercent, resetsAt }) => (
				<li key={window}>
					<span class="quota-name">{window}</span>
					<meter
						min={0}
						max={100}
						low={nearlyFull}
						high={full}
						optimum={0}
						value={usedPercent}
						aria-label={`${window}: ${Math.round(usedPercent)} % used`}
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
