import type { ApiKeyView, CreateKeyInput } from "@smart-router/core/api-key/api-key.schema.ts";
import { listOrNull, textOfList } from "../parts/list-text.ts";
import { inputTimeOf, instantOf } from "../parts/time.ts";

type Scope = CreateKeyInput["scopes"][number];
type Period = NonNullable<CreateKeyInput["budget"]>["period"];

export const scopeLines: readonly { readonly scope: Scope; readonly line: string }[] = [
	{ scope: "proxy", line: "call models: what clients need" },
	{ scope: "accounts:read", line: "see accounts and pools; sign in here" },
	{ scope: "accounts:write", line: "link, change and remove accounts" },
	{ scope: "admin", line: "everything, keys and settings too" },
];

export const periods: readonly { readonly value: Period; readonly label: string }[] = [
	{ value: "day", label: "Day" },
	{ value: "month", label: "Month" },
];

const empty = { name: "", requestsPerMinute: "", expiresAt: "", usd: "", tokens: "", providers: "", models: "", profiles: "" };
export type KeyTexts = Readonly<typeof empty>;

/** What is chosen rather than typed. */
export interface KeyChoices {
	readonly scopes: readonly Scope[];
	readonly period: Period;
}

export interface KeyForm {
	readonly texts: KeyTexts;
	readonly choices: KeyChoices;
}

/** Fields whose name in the API is another. */
export const keyParams = { usd: "budget.usd", tokens: "budget.tokens" } as const;

export const newKey: KeyForm = { texts: empty, choices: { scopes: ["proxy"], period: "month" } };

/** A key as the form shows it. */
export const formOf = (key: ApiKeyView): KeyForm => ({
	texts: {
		name: key.name,
		requestsPerMinute: textOfNumber(key.requestsPerMinute),
		expiresAt: key.expiresAt === null ? "" : inputTimeOf(key.expiresAt),
		usd: textOfNumber(key.budget?.usd),
		tokens: textOfNumber(key.budget?.tokens),
		providers: textOfList(key.providers),
		models: textOfList(key.models),
		profiles: textOfList(key.profiles),
	},
	choices: { scopes: key.scopes, period: key.budget?.period ?? "month" },
});

/** The form as the gateway takes it; null where a field is empty. */
const inputOf = ({ texts, choices }: KeyForm) => ({
	name: texts.name.trim(),
	scopes: [...choices.scopes].toSorted(),
	requestsPerMinute: numberOrNull(texts.requestsPerMinute),
	expiresAt: texts.expiresAt === "" ? null : instantOf(texts.expiresAt),
	budget: budgetOf(texts, choices),
	providers: listOrNull(texts.providers),
	models: listOrNull(texts.models),
	profiles: listOrNull(texts.profiles),
});

/** A limit that is left empty is left to the gateway: it gives the new key its creator's own. */
export const createInputOf = (form: KeyForm): CreateKeyInput => {
	const { name, scopes, ...limits } = inputOf(form);
	return { name, scopes, ...Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== null)) };
};

/** Only what is another now: a key that is limited itself may not ask for what stands there from a wider one. */
export function updateInputOf(form: KeyForm, before: KeyForm): Partial<ReturnType<typeof inputOf>> {
	const was = new Map(Object.entries(inputOf(before)));
	return Object.fromEntries(
		Object.entries(inputOf(form)).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was.get(name))),
	);
}

function budgetOf({ usd, tokens }: KeyTexts, { period }: KeyChoices): NonNullable<CreateKeyInput["budget"]> | null {
	if (usd === "" && tokens === "") return null;
	return { period, ...(usd !== "" && { usd: Number(usd) }), ...(tokens !== "" && { tokens: Number(tokens) }) };
}

const numberOrNull = (text: string): number | null => (text === "" ? null : Number(text));
const textOfNumber = (value: number | null | undefined): string => (value === null || value === undefined ? "" : String(value));
