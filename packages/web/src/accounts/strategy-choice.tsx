import { type Strategy, strategyLine, strategyWord } from "./strategies.ts";

const all = Object.keys(strategyWord) as Strategy[];

export const StrategyChoice = ({ value, onChange }: { readonly value: Strategy; readonly onChange: (value: Strategy) => void }) => (
	<fieldset class="choices">
		<legend>Strategy</legend>
		{all.map((strategy) => (
			<label key={strategy} class="choice">
				<input type="radio" name="strategy" checked={value === strategy} onChange={() => onChange(strategy)} />
				<span class="choice-text">
					<strong>{strategyWord[strategy]}</strong>
					<span class="soft">{strategyLine[strategy]}</span>
				</span>
			</label>
		))}
	</fieldset>
);
