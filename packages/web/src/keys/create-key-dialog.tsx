import { useSignal } from "@preact/signals";
import type { CreatedKey } from "@smart-router/core/api-key/api-key.schema.ts";
import { Dialog } from "../parts/dialog.tsx";
import { useForm } from "../parts/form.ts";
import { FailureNotice } from "../parts/notice.tsx";
import { SubmitFoot } from "../parts/submit-foot.tsx";
import { createKey } from "./data.ts";
import { KeyFields } from "./key-fields.tsx";
import { createInputOf, keyParams, newKey } from "./key-form.ts";
import { KeyShown } from "./key-shown.tsx";

export function CreateKeyDialog({ onClose }: { readonly onClose: () => void }) {
	const created = useSignal<CreatedKey | null>(null);
	const choices = useSignal(newKey.choices);
	const form = useForm(newKey.texts, keyParams);
	const { texts, run, rest } = form;
	const onSubmit = (event: SubmitEvent): void => {
		event.preventDefault();
		void run.start(async () => {
			created.value = await createKey(createInputOf({ texts, choices: choices.value }));
		});
	};
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
				<KeyFields form={form} choices={choices.value} onChoose={(chosen) => (choices.value = chosen)} />
				<FailureNotice failure={rest} />
				<SubmitFoot words={["Create key", "Creating…"]} busy={run.busy} disabled={choices.value.scopes.length === 0} onCancel={onClose} />
			</form>
		</Dialog>
	);
}
