import { useSignal } from "@preact/signals";
import type { ApiKeyView } from "@smart-router/core/api-key/api-key.schema.ts";
import { useState } from "preact/hooks";
import { Dialog } from "../parts/dialog.tsx";
import { useForm } from "../parts/form.ts";
import { Gone } from "../parts/gone.tsx";
import { SaveFailure } from "../parts/save-failure.tsx";
import { SubmitFoot } from "../parts/submit-foot.tsx";
import { useEdition } from "../parts/use-edition.ts";
import { keys, readKeys, updateKey } from "./data.ts";
import { KeyFields } from "./key-fields.tsx";
import { formOf, keyParams, updateInputOf } from "./key-form.ts";

export function EditKeyDialog({ keyId, onClose }: { readonly keyId: string; readonly onClose: () => void }) {
	const { edition, reload } = useEdition(readKeys);
	const key = keys.value?.find((one) => one.keyId === keyId);
	if (key && key.revokedAt === null) return <EditKeyForm key={edition} apiKey={key} reload={reload} onClose={onClose} />;
	if (!keys.value) return null;
	return (
		<Gone title="Key not found" onClose={onClose}>
			There is no key <code>{keyId}</code>, or it was revoked.
		</Gone>
	);
}

interface EditKeyFormProps {
	readonly apiKey: ApiKeyView;
	readonly reload: () => Promise<void>;
	readonly onClose: () => void;
}

function EditKeyForm({ apiKey, reload, onClose }: EditKeyFormProps) {
	// The list behind the dialog goes on changing: what is saved is a change of what the form began with.
	const [{ revision, before }] = useState({ revision: apiKey.revision, before: formOf(apiKey) });
	const choices = useSignal(before.choices);
	const form = useForm(before.texts, keyParams);
	const { texts, run, rest } = form;

	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		const changes = updateInputOf({ texts, choices: choices.value }, before);
		if (Object.keys(changes).length === 0 || (await run.start(() => updateKey(apiKey.keyId, changes, revision)))) onClose();
	};

	return (
		<Dialog title={`Edit the key ${apiKey.name}`} onClose={onClose} keepOpen wide>
			<form class="form" onSubmit={onSubmit}>
				<p class="soft">What you change counts within 10 seconds. The key itself stays the same.</p>
				<KeyFields form={form} choices={choices.value} onChoose={(chosen) => (choices.value = chosen)} />
				<SaveFailure failure={rest} onReload={() => void run.start(reload)} />
				<SubmitFoot words={["Save", "Saving…"]} busy={run.busy} disabled={choices.value.scopes.length === 0} onCancel={onClose} />
			</form>
		</Dialog>
	);
}
