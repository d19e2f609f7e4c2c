import { accounts } from "../linked/data.ts";
import { statuses, statusWord } from "../linked/status.ts";
import { Icon } from "../parts/icon.tsx";
import { onlyStatus, words } from "./filter.ts";

/** Below it a look finds everything. */
const fewAccounts = 6;

export function FilterBar() {
	const all = accounts.value ?? [];
	if (all.length < fewAccounts) return null;
	const counted = Map.groupBy(all, ({ status }) => status);
	return (
		<search class="filter-bar">
			<div class="search-box">
				<Icon name="search" />
				<input
					type="search"
					aria-label="Filter accounts"
					placeholder="Filter by label, e-mail or tag"
					value={words.value}
					onInput={(event) => {
						words.value = event.currentTarget.value;
					}}
				/>
			</div>
			<fieldset class="chips" aria-label="Status">
				<Chip label="All" count={all.length} pressed={onlyStatus.value === null} onPress={() => (onlyStatus.value = null)} />
				{statuses
					.filter((status) => counted.has(status) || onlyStatus.value === status)
					.map((status) => (
						<Chip
							key={status}
							label={statusWord[status]}
							count={counted.get(status)?.length ?? 0}
							pressed={onlyStatus.value === status}
							onPress={() => (onlyStatus.value = onlyStatus.value === status ? null : status)}
						/>
					))}
			</fieldset>
		</search>
	);
}

interface ChipProps {
	readonly label: string;
	readonly count: number;
	readonly pressed: boolean;
	readonly onPress: () => void;
}

const Chip = ({ label, count, pressed, onPress }: ChipProps) => (
	<button type="button" class="chip" aria-pressed={pressed} onClick={onPress}>
		{label} <span class="count">{count}</span>
	</button>
);
