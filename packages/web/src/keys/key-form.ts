import { signal } from "@preact/signals";
import type { CreateKeyInput } from "@smart-router/core/api-key/api-key.schema.ts";
import { listOrNull } from "../parts/list-text.ts";

type Scope = CreateKeyInput["scopes"][number];

export const scopeLines: readonly { readonly scope: Scope; readonly line: string }[] = [
	{ scope: "proxy", line: "call models: what clients need" },
	{ scope: "accounts:read", line: "see accounts and pools; sign in here" },
	{ scope: "accounts:write", line: "link, change and remove accounts" },
	{ scope: "admin", line: "everything, keys and settings too" },
];

/** What is typed into the dialog of a new key. */
export const createKeyForm = () => ({
	name: signal(""),
	scopes: signal<readonly Scope[]>(["proxy"]),
	requestsPerMinute: signal(""),
	providers: signal(""),
	models: signal(""),
	profiles: signal(""),
	expiresAt: signal(""),
});
export type KeyForm = ReturnType<typeof createKeyForm>;

/** The form as the gateway takes it; an empty field is no limit of its own. */
export function keyInputOf(form: KeyForm): CreateKeyInput {
	const providers = listOrNull(form.providers.value);
	const models = listOrNull(form.models.value);
	const profiles = listOrNull(form.profiles.value);
	return {
		name: form.name.value.trim(),
		scopes: [...form.scopes.value],
		...(form.requestsPerMinute.value && { requestsPerMinute: Number(form.requestsPerMinute.value) }),
		...(providers && { providers }),
		...(models && { models }),
		...(profiles && { profiles }),
		...(form.expiresAt.value && { expiresAt: new Date(form.expiresAt.value).toISOString() }),
	};
}
