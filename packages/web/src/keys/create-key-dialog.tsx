import { useSignal } from "@preact/signals";
import type { CreatedKey } from "@smart-router/core/api-key/api-key.schema.ts";
import { useMemo } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { Check } from "../parts/check.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { DialogFoot } from "../parts/dialog-foot.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { TextField } from "../parts/text-field.tsx";
import { createKey } from "./data.ts";
import { createKeyForm, keyInputOf, scopeLines } from "./key-form.ts";
import { KeyShown } from "./key-shown.tsx";

export function CreateKeyDialog({ onClose }: { readonly onClose: () => void }) {
	const form = useMemo(createKeyForm, []);
	const created = useSignal<CreatedKey | null>(null);
	const run = useRun();
	const onSubmit = (event: SubmitEvent): void => {
		event.preventDefault();
		void run.start(async () => {
			created.value = await createKey(keyInputOf(form));
		});
	};
	const wrong = (param: string): string | null => (run.failure?.param?.startsWith(param) ? run.failure.message : null);
	if (created.value) {
		return (
			<Dialog title={`Key ${created.value.name}`} onClose={onClose} keepOpen>
				<KeyShown created={created.value} onClose={onClose} />
			</Dialog>
		);
	}
	return (
		<Dialog title="Create key" onClose={onClose} keepOpen wide>
			<form class="form" onSubmit={onSubmit}>
				<TextField
					label="Name"
					value={form.name.value}
					required
					onInput={(value) => (form.name.value = value)}
					error={wrong("name")}
					hint="Who or what will use it."
				/>
				<fieldset class="choices check-row">
					<legend>Scopes</legend>
					{scopeLines.map(({ scope, line }) => (
						<Check
							key={scope}
							label={scope}
							hint={line}
							on={form.scopes.value.includes(scope)}
							onChange={(on) => {
								const others = form.scopes.value.filter((one) => one !== scope);
								form.scopes.value = on ? [...others, scope] : others;
							}}
						/>
					))}
				</fieldset>
				<div class="field-row">
					<TextField
						label="Requests a minute"
						type="number"
						min={1}
						value={form.requestsPerMinute.value}
						onInput={(value) => (form.requestsPerMinute.value = value)}
						error={wrong("requestsPerMinute")}
						hint="Counted over all instances. Empty: no limit."
					/>
					<TextField
						label="Ends"
						type="datetime-local"
						value={form.expiresAt.value}
						onInput={(value) => (form.expiresAt.value = value)}
						error={wrong("expiresAt")}
						hint="Empty: never."
					/>
				</div>
				<details>
					<summary>Limit it to certain providers, models or accounts</summary>
					<div class="form">
						<TextField
							label="Providers"
							mono
							value={form.providers.value}
							onInput={(value) => (form.providers.value = value)}
							error={wrong("providers")}
							placeholder="openai, anthropic"
						/>
						<TextField
							label="Models"
							mono
							value={form.models.value}
							onInput={(value) => (form.models.value = value)}
							error={wrong("models")}
							placeholder="openai/gpt-5.4"
						/>
						<TextField
							label="Accounts"
							mono
							value={form.profiles.value}
							onInput={(value) => (form.profiles.value = value)}
							error={wrong("profiles")}
							placeholder="openai:work"
							hint="Separated by commas. Empty: all."
						/>
					</div>
				</details>
				{run.failure && !run.failure.param && <FailureNotice failure={run.failure} />}
				<DialogFoot>
					<Button onClick={onClose}>Cancel</Button>
					<Button look="primary" type="submit" busy={run.busy} disabled={form.scopes.value.length === 0}>
						{run.busy ? "Creating…" : "Create key"}
					</Button>
				</DialogFoot>
			</form>
		</Dialog>
	);
}
