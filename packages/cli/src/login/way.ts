import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { Failure } from "../failure.ts";

export type Method = "oauth" | "device" | "api-key";
export type Way = "api-key" | "loopback" | "hosted" | "device" | "paste";

export interface Wanted {
	readonly method?: Method;
	/** A key is piped in, or an address that only keys can have is given. */
	readonly hasKey: boolean;
	/** A browser can be opened here. */
	readonly browser: boolean;
}

/**
 * How to log in at a provider: as asked, else as the gateway recommends. With a browser here it goes the best way that the operator's client allows;
 * without one the person uses another device, and only at last copies an address by hand.
 */
export function wayOf({ id, name, methods, recommended, oauth }: ProviderView, { method, hasKey, browser }: Wanted): Way {
	const chosen = method ?? (hasKey || recommended === "api_key" ? "api-key" : recommended);
	if (chosen === "api-key") {
		if (methods.includes("api_key")) return "api-key";
		throw new Failure(`${name} has no API keys.`, { hint: `Leave --method away: smart-router login ${id}.`, exitCode: 2 });
	}
	if (hasKey) throw new Failure(`--api-key-stdin and --base-url go with --method api-key only.`, { exitCode: 2 });
	if (chosen === "device") return "device";
	const redirects: readonly Way[] = oauth?.redirects ?? [];
	if (browser) return redirects[0] ?? "paste";
	if (method === undefined && oauth?.device) return "device";
	return redirects.find((way) => way !== "loopback") ?? "paste";
}
