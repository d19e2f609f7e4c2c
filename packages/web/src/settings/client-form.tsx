import { useSignal } from "@preact/signals";
import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { address } from "../api/base.ts";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { listOf, textOfList } from "../parts/list-text.ts";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { SecretField } from "../parts/secret-field.tsx";
import { TextField } from "../parts/text-field.tsx";
import { toast } from "../parts/toast.tsx";
import { deleteClient, putClient } from "./changes.ts";

interface ClientFormProps {
	readonly provider: ProviderView;
	readonly oauth: NonNullable<ProviderView["oauth"]>;
}

/** The operator's OAuth client at a provider: whose name people see when they authorize. */
export function ClientForm({ provider, oauth }: ClientFormProps) {
	const clientId = useSignal(oauth.clientId ?? "");
	const clientSecret = useSignal("");
	const scopes = useSignal(textOfList(oauth.scopes));
	const redirectUri = useSignal("");
	const saving = useRun();
	const removing = useRun();
	const callback = address(`login/${provider.id}/callback`);

	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		const input = {
			clientId: clientId.value,
			scopes: listOf(scopes.value),
			...(clientSecret.value && { clientSecret: clientSecret.value }),
			...(redirectUri.value && { redirectUri: redirectUri.value }),
		};
		if (!(await saving.start(() => putClient(provider.id, input)))) return;
		clientSecret.value = "";
		toast(`The OAuth client of ${provider.name} was saved.`);
	};
	const onRemove = async (): Promise<void> => {
		if (await removing.start(() => deleteClient(provider.id))) toast(`The OAuth client of ${provider.name} was removed.`);
	};
	const wrong = (param: string): string | null => (saving.failure?.param?.startsWith(param) ? saving.failure.message : null);
	const failure = removing.failure ?? (saving.failure?.param ? null : saving.failure);

	return (
		<form class="form" onSubmit={onSubmit} aria-label="OAuth client">
			<h3>OAuth client</h3>
			<p class="hint">{oauth.clientHelp}</p>
			{oauth.redirects.includes("hosted") && (
				<div class="link-row hint">
					<span>
						Redirect address to register there: <code>{callback}</code>
					</span>
					<CopyButton text={callback} label="Copy address" />
				</div>
			)}
			<div class="field-row">
				<TextField label="Client id" mono value={clientId.value} onInput={(value) => (clientId.value = value)} error={wrong("clientId")} />
				<SecretField
					label="Client secret (if it has one)"
					value={clientSecret.value}
					onInput={(value) => (clientSecret.value = value)}
					error={wrong("clientSecret")}
				/>
			</div>
			<TextField
				label="Scopes"
				mono
				value={scopes.value}
				onInput={(value) => (scopes.value = value)}
				error={wrong("scopes")}
				hint="Separated by commas; as few as will do."
			/>
			<TextField
				label="Redirect address (if it is another)"
				mono
				value={redirectUri.value}
				onInput={(value) => (redirectUri.value = value)}
				error={wrong("redirectUri")}
				hint="As it is registered for the client. A loopback address is waited for on this machine, or pasted."
			/>
			{failure && <FailureNotice failure={failure} />}
			<div class="link-row">
				<Button type="submit" busy={saving.busy} disabled={clientId.value === ""}>
					Save client
				</Button>
				{oauth.clientId !== null && (
					<Button look="quiet" busy={removing.busy} onClick={onRemove}>
						Remove client
					</Button>
				)}
			</div>
		</form>
	);
}
