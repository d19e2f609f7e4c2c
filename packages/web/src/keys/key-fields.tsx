import { useState } from "preact/hooks";
import { Check } from "../parts/check.tsx";
import type { Form } from "../parts/form.ts";
import { SelectField } from "../parts/select-field.tsx";
import { TextField } from "../parts/text-field.tsx";
import { type KeyChoices, type KeyTexts, periods, scopeLines } from "./key-form.ts";

interface KeyFieldsProps {
	readonly form: Pick<Form<keyof KeyTexts>, "field">;
	readonly choices: KeyChoices;
	readonly onChoose: (choices: KeyChoices) => void;
}

/** What a key is called, what it may do, and how much of it. */
export function KeyFields({ form: { field }, choices, onChoose }: KeyFieldsProps) {
	const { scopes, period } = choices;
	const reach = [field("providers"), field("models"), field("profiles")];
	const [limited] = useState(reach.some(({ value }) => value !== ""));
	return (
		<>
			<TextField label="Name" required {...field("name")} hint="Who or what will use it." />
			<fieldset class="choices check-row">
				<legend>Scopes</legend>
				{scopeLines.map(({ scope, line }) => (
					<Check
						key={scope}
						label={scope}
						hint={line}
						on={scopes.includes(scope)}
						onChange={(on) => {
							const others = scopes.filter((one) => one !== scope);
							onChoose({ ...choices, scopes: on ? [...others, scope] : others });
						}}
					/>
				))}
			</fieldset>
			<div class="field-row">
				<TextField
					label="Requests a minute"
					type="number"
					min={1}
					{...field("requestsPerMinute")}
					hint="Counted over all instances. Empty: no limit."
				/>
				<TextField label="Ends" type="datetime-local" {...field("expiresAt")} hint="Empty: never." />
			</div>
			<div class="field-row short">
				<TextField label="Budget" unit="USD" type="number" min={0} step="any" {...field("usd")} hint="At catalog prices." />
				<TextField label="Budget" unit="tokens" type="number" min={1} {...field("tokens")} hint="In and out together." />
				<SelectField
					label="Budget period"
					value={period}
					options={periods}
					onChange={(value) => onChoose({ ...choices, period: value })}
					hint="By UTC. Both empty: no budget."
				/>
			</div>
			<details open={limited || reach.some(({ error }) => error !== null)}>
				<summary>Limit it to certain providers, models or accounts</summary>
				<div class="form">
					<TextField label="Providers" mono {...field("providers")} placeholder="openai, anthropic" />
					<TextField label="Models" mono {...field("models")} placeholder="openai/gpt-5.4" />
					<TextField label="Accounts" mono {...field("profiles")} placeholder="openai:work" hint="Separated by commas. Empty: all." />
				</div>
			</details>
		</>
	);
}
