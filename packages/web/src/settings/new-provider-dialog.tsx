import { useSignal } from "@preact/signals";
import { addAddress } from "../linked/addresses.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { DialogFoot } from "../parts/dialog-foot.tsx";
import { listOf } from "../parts/list-text.ts";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { SelectField } from "../parts/select-field.tsx";
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

export function NewProviderDialog({ onClose }: { readonly onClose: () => void }) {
	const id = useSignal("");
	const protocol = useSignal<Protocol>("openai-chat");
	const baseUrl = useSignal("");
	const models = useSignal("");
	const run = useRun();
	const wrong = (param: string): string | null => (run.failure?.param?.startsWith(param) ? run.failure.message : null);
	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		const input = { protocol: protocol.value, baseUrl: baseUrl.value, models: listOf(models.value) };
		if (await run.start(() => putProvider(id.value, input))) go(addAddress(id.value));
	};
	return (
		<Dialog title="Add a provider" onClose={onClose} keepOpen>
			<form class="form" onSubmit={onSubmit}>
				<TextField
					label="Id"
					mono
					required
					value={id.value}
					onInput={(value) => (id.value = value)}
					error={run.failure?.param === "" ? run.failure.message : wrong("id")}
					placeholder="groq"
					hint="First half of its profile ids and models: a-z, 0-9 and -."
				/>
				<SelectField label="Protocol" value={protocol.value} options={protocols} onChange={(value) => (protocol.value = value)} />
				<TextField
					label="Base URL"
					mono
					required
					value={baseUrl.value}
					onInput={(value) => (baseUrl.value = value)}
					error={wrong("baseUrl")}
					placeholder="https://api.example.com/v1"
				/>
				<TextField
					label="Models"
					mono
					value={models.value}
					onInput={(value) => (models.value = value)}
					error={wrong("models")}
					hint="Model ids, separated by commas."
				/>
				{run.failure && !["id", "baseUrl", "models"].some((param) => wrong(param)) && <FailureNotice failure={run.failure} />}
				<DialogFoot>
					<Button onClick={onClose}>Cancel</Button>
					<Button look="primary" type="submit" busy={run.busy}>
						Save and link an account
					</Button>
				</DialogFoot>
			</form>
		</Dialog>
	);
}
