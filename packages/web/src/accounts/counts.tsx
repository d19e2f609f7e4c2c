import type { PoolView } from "@smart-router/core/account/pool.schema.ts";
import { statuses, statusWord } from "../linked/status.ts";

/** How many accounts have which status; statuses that none has are left out. */
export const Counts = ({ counts }: Pick<PoolView, "counts">) => (
	<ul class="counts">
		{statuses
			.filter((status) => counts[status] > 0)
			.map((status) => (
				<li key={status} class={`status ${status}`}>
					<span class="dot" />
					{counts[status]} {statusWord[status]}
				</li>
			))}
	</ul>
);
