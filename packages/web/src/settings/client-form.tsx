import { useSignal } from "@preact/signals";
import type { OAuthClientView, PutOAuthClientInput } from "@smart-router/core/provider/oauth-client.schema.ts";
import { address } from "../api/base.ts";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { useForm } from "../parts/form.ts";
import { listOrNull, textOfList } from "../parts/list-text.ts";
import { Notice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { SaveFailure } from "../parts/save-failure.tsx";
import { SecretField } from "../parts/secret-field.tsx";
import { SwitchField } from "../parts/switch-field.tsx";
import { TextField } from "../parts/text-field.tsx";
import { toast } from "../parts/toast.tsx";
import { deleteClient, putClient } from "./changes.ts";
import type { ClientSectionProps } from "./client-section.tsx";

interface ClientFormProps extends ClientSectionProps {
	/** Null while none is set. */
	readonly client: OAuthClientView | null;
	/** Begins the form anew with what is saved. */
	readonly reload: () => Promise<void>;
}

const textsOf = ({ oauth, client }: Pick<ClientFormProps, "oauth" | "client">) => ({
	clientId: client?.clientId ?? "",
	clientSecret: "",
	scopes: textOfList(client?.scopes ?? oauth.scopes),
	redirectUri: client?.redirectUri ?? "",
});
type Texts = ReturnType<typeof textsOf>;

/** What a person changed, and nothing else: the gateway keeps what is left out, the stored secret too. */
const changesOf = (before: Texts, texts: Texts): PutOAuthClientInput => ({
	...(texts.clientId !== before.clientId && { clientId: texts.clientId.trim() }),
	...(texts.clientSecret && { clientSecret: texts.clientSecret }),
	...(texts.scopes !== before.scopes && { scopes: listOrNull(texts.scopes) }),
	...(texts.redirectUri !== before.redirectUri && { redirectUri: texts.redirectUri.trim() || null }),
});

/** The operator's OAuth client: in its name people authorize. */
export function ClientForm({ provider, oauth, client, reload }: ClientFormProps) {
	const before = textsOf({ oauth, client });
	const { texts, run, rest, field } = useForm(before);
	const removing = useRun();
	const forget = useSignal(false);
	const changes = { ...changesOf(before, texts), ...(forget.value && { clientSecret: null }) };
	// A client that is out of date is set again by saving it as it is.
	const named = client?.outdated ? { clientId: texts.clientId.trim(), ...changes } : changes;
	const callback = client?.callbackUrl ?? address(`login/${provider.id}/callback`);

	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		if (!(await run.start(() => putClient(provider.id, named, client?.revision)))) return;
		toast(`The OAuth client of ${provider.name} was saved.`);
		await reload();
	};
	const onRemove = async (): Promise<void> => {
		if (!client || !(await removing.start(() => deleteClient(provider.id, client.revision)))) return;
		toast(`The OAuth client of ${provider.name} was removed.`);
		await reload();
	};
	const failure = removing.failure ?? rest;

	return (
		<form class="form" onSubmit={onSubmit} aria-label="OAuth client">
			{client?.outdated && (
				<Notice tone="warn">
					<strong>The provider's endpoints have changed since this client was set, so nobody can sign in.</strong>
					<p>Check that they are right, then save the client again, with its secret if it has one.</p>
				</Notice>
			)}
			{oauth.redirects.includes("hosted") && (
				<div class="link-row hint">
					<span>
						Redirect address to register there: <code>{callback}</code>
					</span>
					<CopyButton text={callback} label="Copy address" />
				</div>
			)}
			<div class="field-row">
				<TextField label="Client id" mono {...field("clientId")} />
				<SecretField
					label="Client secret"
					{...field("clientSecret")}
					hint={client?.hasSecret ? "One is stored. Empty: it stays." : "If the client has one."}
				/>
			</div>
			{client?.hasSecret && (
				<SwitchField
					label="Forget the stored secret"
					on={forget.value}
					onChange={(on) => (forget.value = on)}
					hint="For a client without one."
				/>
			)}
			<TextField
				label="Scopes"
				mono
				{...field("scopes")}
				hint="Separated by commas; as few as will do. Empty: as the provider needs them."
			/>
			<TextField
				label="Redirect address (if it is another)"
				mono
				{...field("redirectUri")}
				hint="As it is registered for the client. A loopback address is waited for on this machine, or pasted."
			/>
			{failure && <SaveFailure failure={failure} onReload={() => void reload()} />}
			<div class="link-row">
				<Button type="submit" busy={run.busy} disabled={texts.clientId.trim() === "" || Object.keys(named).length === 0}>
					Save client
				</Button>
				{client && (
					<Button look="quiet" busy={removing.busy} onClick={onRemove}>
						Remove client
					</Button>
				)}
			</div>
		</form>
	);
}
