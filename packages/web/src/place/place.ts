import { computed, signal } from "@preact/signals";

/** Where in the page somebody is: `#/requests/req_1?x=y` is the view `requests`, the rest `["req_1"]`, and a query. Shareable, and survives a reload. */
export interface Place {
	readonly view: string;
	readonly rest: readonly string[];
	readonly query: Readonly<Record<string, string>>;
}

export function parsePlace(hash: string): Place {
	const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
	const [view = "", ...rest] = path.split("/").filter(Boolean).map(decode);
	return { view: view || "accounts", rest, query: Object.fromEntries(new URLSearchParams(query)) };
}

/** The hash of a place; what is undefined or empty in the query is left out. */
export function hashOf(path: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string {
	const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
	const text = new URLSearchParams(given).toString();
	return `#/${path.map(encodeURIComponent).join("/")}${text && `?${text}`}`;
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

const hash = signal(typeof location === "undefined" ? "" : location.hash);

/** Follows the address; called once at the start. */
export function followAddress(): void {
	addEventListener("hashchange", () => {
		hash.value = location.hash;
	});
}

export const place = computed(() => parsePlace(hash.value));
export const view = computed(() => place.value.view);

/** Goes somewhere; `replace` leaves no step to come back to. */
export function go(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
	if (replace) history.replaceState(null, "", to);
	else history.pushState(null, "", to);
	hash.value = to;
}
