import { isIP } from "node:net";
import { GatewayError } from "../errors.ts";
import { isAllowed } from "./address.ts";

export interface BaseUrlRules {
	/** Loopback and private addresses may be named; the HTTP client's own guard decides again at every connection. */
	readonly allowPrivate: boolean;
	/** Plain http may be used, for providers on this machine and in tests. */
	readonly allowHttp: boolean;
}

/**
 * A provider's base URL as an admin wrote it, made uniform (no trailing slash). Only what the text tells is checked here; names are resolved and
 * checked when they are called. Throws `GatewayError` invalid_request with `param: "baseUrl"`.
 */
export function checkBaseUrl(text: string, { allowPrivate, allowHttp }: BaseUrlRules): string {
	const url = URL.parse(text.trim());
	if (url === null) throw refused("baseUrl is not an absolute URL, such as https://api.example.com/v1");
	if (url.protocol !== "https:" && !(url.protocol === "http:" && allowHttp)) throw refused("baseUrl must begin with https://");
	if (url.username !== "" || url.password !== "") throw refused("baseUrl must not hold a user name or a password");
	if (/[?#]/.test(text)) throw refused("baseUrl must not hold a query or a fragment");
	if (!isPlausibleHost(url.hostname, allowPrivate)) {
		throw refused(`baseUrl must not lead to a private, local or reserved address (${url.hostname})`);
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

function isPlausibleHost(hostname: string, allowPrivate: boolean): boolean {
	const host = hostname.replace(/^\[|\]$/g, "");
	if (isIP(host) !== 0) return isAllowed(allowPrivate ? "allow-private" : "public-only", host);
	if (allowPrivate) return true;
	return host.includes(".") && !/(^|\.)(localhost|local|internal|home\.arpa)\.?$/.test(host);
}

const refused = (message: string): GatewayError => new GatewayError("invalid_request", message, { param: "baseUrl" });
