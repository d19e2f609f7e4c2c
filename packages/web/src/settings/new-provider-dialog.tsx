import { useSignal } from "@preact/signals";
import { Failure } from "../api/failure.ts";
import { addAddress } from "../linked/addresses.ts";
import { providerOf } from "../linked/data.ts";
import { Dialog } from "../parts/dialog.tsx";
import { useForm } from "../parts/form.ts";
import { listOf } from "../parts/list-text.ts";
import { FailureNotice } from "../parts/notice.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { SubmitFoot } from "../parts/submit-foot.tsx";
import { TextField } from "../parts/text-field.tsx";
import { go } from "../place/place.ts";
import { putProvider } from "./changes.ts";

const protocols = [
	{ value: "openai-chat", label: "OpenAI Chat Completions" },
	{ value: "openai-responses", label: "OpenAI Responses" },
	{ value: "anthropic-messages", label: "Anthropic Messages" },
	{ value: "gemini", label: "Gemini" },
] as const;
type Protocol = (typeof protocols)[number]["value"];

const alreadyThere = (id: string): Failure =>
	new Failure(0, { code: "conflict", message: `There is a provider ${id} already.`, hint: "Configure it under Settings.", param: "id" });

export function NewProviderDialog({ onClose }: { readonly onClose: () => void }) {
	const protocol = useSignal<Protocol>("openai-chat");
	const { texts, run, rest, field } = useForm({ id: "", baseUrl: "", models: "" });
	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		const { id, baseUrl, models } = texts;
		const added = await run.start(async () => {
			if (providerOf(id)) throw alreadyThere(id);
			await putProvider(id, { protocol: protocol.value, baseUrl, models: listOf(models) });
		});
		if (added) go(addAddress(id));
	};
	return (
		<Dialog title="Add a provider" onClose={onClose} keepOpen>
			<form class="form" onSubmit={onSubmit}>
				<TextField
					label="Id"
					mono
					required
					{...field("id")}
					placeholder="groq"
					hint="First half of its profile ids and models: a-z, 0-9 and -."
				/>
				<SelectField label="Protocol" value={protocol.value} options={protocols} onChange={(value) => (protocol.value = value)} />
				<TextField label="Base URL" mono required {...field("baseUrl")} placeholder="https://api.example.com/v1" />
				<TextField label="Models" mono {...field("models")} hint="Model ids, separated by commas." />
				{rest && <FailureNotice failure={rest} />}
				<SubmitFoot words={["Save and link an account", "Saving…"]} busy={run.busy} onCancel={onClose} />
			</form>
		</Dialog>
	);
}
