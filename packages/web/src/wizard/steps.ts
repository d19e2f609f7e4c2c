import { computed, signal } from "@preact/signals";
import { providerOf } from "../linked/data.ts";
import { go, hashOf, place } from "../place/place.ts";

export const steps = ["provider", "method", "connect", "name", "done"] as const;
export type Step = (typeof steps)[number];
export type Method = "api_key" | "oauth" | "device";

/** Where a person stands in the wizard. All of it is in the address, so a reload resumes; keys never are. */
export interface Progress {
	readonly provider: string | undefined;
	readonly method: Method | undefined;
	/** The running login of OAuth or device code. */
	readonly login: string | undefined;
	/** The linked account. */
	readonly account: string | undefined;
	readonly step: Step;
}

export function progressOf(query: Readonly<Record<string, string>>): Progress {
	const provider = query["provider"] || undefined;
	const method = (["api_key", "oauth", "device"] as const).find((known) => known === query["method"]);
	const account = query["account"] || undefined;
	const asked = steps.find((step) => step === query["step"]);
	return { provider, method, login: query["login"] || undefined, account, step: reachable(asked, { provider, method, account }) };
}

/** No step without what the steps before it brought. */
function reachable(asked: Step | undefined, { provider, method, account }: Pick<Progress, "provider" | "method" | "account">): Step {
	if (!provider) return "provider";
	if (account) return asked === "name" ? "name" : "done";
	if (!method) return "method";
	return asked === "provider" || asked === "method" || asked === "name" ? asked : "connect";
}

export const progress = computed(() => progressOf(place.value.query));

/** Goes to a step; what is not given stays as it is. */
export function moveTo(step: Step, changes: Partial<Record<"provider" | "method" | "login" | "account", string | undefined>> = {}): void {
	const { provider, method, login, account } = progress.value;
	go(hashOf(["accounts", "add"], { provider, method, login, account, ...changes, step }));
}

/** What was typed. Lives as long as the page: Back finds it, a reload does not, because a key must not be kept where scripts can read it. */
export const draft = {
	apiKey: signal(""),
	baseUrl: signal(""),
	label: signal(""),
	displayName: signal(""),
	/** The key was checked, or its owner chose to go on without. */
	checked: signal<"no" | "verified" | "skipped">("no"),
};

export function clearDraft(): void {
	for (const text of [draft.apiKey, draft.baseUrl, draft.label, draft.displayName]) text.value = "";
	draft.checked.value = "no";
}

/** The chosen provider's name. */
export const providerName = computed(() => {
	const { provider = "" } = progress.value;
	return providerOf(provider)?.name ?? provider;
});
