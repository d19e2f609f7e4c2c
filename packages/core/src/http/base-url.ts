import { isIP } from "node:net";
import { GatewayError } from "../errors.ts";
import { isAllowed } from "./address.ts";
import { urlFault } from "./url.schema.ts";

export interface BaseUrlRules {
	/** Loopback and private addresses may be named; the HTTP client's own guard decides again at every connection. */
	readonly allowPrivate: boolean;
	/** Plain http may be used, for providers on this machine and in tests. */
	readonly allowHttp: boolean;
}

/** Makes an address that an admin wrote uniform, or refuses it by the rules of this stage; `param` is the field that holds it, `baseUrl` when missing. */
export type CheckBaseUrl = (text: string, param?: string) => string;

/**
 * A provider's base URL as an admin wrote it, made uniform (no trailing slash). Only what the text tells is checked here; names are resolved and
 * checked when they are called. Throws `GatewayError` invalid_request that names `param`.
 */
export function checkBaseUrl(text: string, { allowPrivate, allowHttp }: BaseUrlRules, param = "baseUrl"): string {
	const refused = (fault: string): GatewayError => new GatewayError("invalid_request", `${param} ${fault}`, { param });
	const written = text.trim();
	const fault = urlFault(written);
	if (fault !== undefined) throw refused(fault);
	const url = new URL(written);
	if (url.protocol !== "https:" && !(url.protocol === "http:" && allowHttp)) throw refused("must begin with https://");
	if (!isPlausibleHost(url.hostname, allowPrivate)) {
		throw refused(`must not lead to a private, local or reserved address (${url.hostname})`);
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

function isPlausibleHost(hostname: string, allowPrivate: boolean): boolean {
	const host = hostname.replace(/^\[|\]$/g, "");
	if (isIP(host) !== 0) return isAllowed(allowPrivate ? "allow-private" : "public-only", host);
	if (allowPrivate) return true;
	return host.includes(".") && !/(^|\.)(localhost|local|internal|home\.arpa)\.?$/.test(host);
}
