import type { PageSession } from "@smart-router/core/api-key/session.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import type { Deps } from "../deps.ts";
import type { Call, RequestHead } from "./call.ts";

type Place = Pick<Deps, "plainHttp">;

/** The prefix binds the cookie to this host, to https and to the root path (RFC 6265bis, 4.1.3.2); browsers refuse it over plain http. */
const cookieName = ({ plainHttp }: Place): string => (plainHttp ? "sr" : "__Host-sr");

/** `Set-Cookie` that signs a browser in for so many seconds; 0 signs it out. Scripts cannot read it, other sites cannot make a browser send it. */
export const sessionCookie = (place: Place, id: string, maxAgeSeconds: number): string =>
	`${cookieName(place)}=${id}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${place.plainHttp ? "" : "; Secure"}`;

/**
 * The live session a browser presents. Cookies count for the page's own API only, never for clients' endpoints; what changes something needs the
 * page's exact origin and its header, which no other site can send along. Throws `GatewayError` permission_denied, `StoreError`.
 */
export async function findPageSession(
	deps: Pick<Deps, "sessions" | "plainHttp">,
	{ event, context: { call } }: RequestHead,
): Promise<PageSession | undefined> {
	if (!/^\/(admin|login)\//.test(event.path)) return undefined;
	const id = cookieOf(call.headers, cookieName(deps));
	const session = id === undefined ? undefined : await deps.sessions.find(id);
	if (session && event.httpMethod !== "GET" && !isFromPage(deps, call)) {
		throw new GatewayError("permission_denied", "A page's session may change things from the page itself only.", {
			hint: "Scripts send an API key: `Authorization: Bearer sr_…`.",
		});
	}
	return session;
}

/** The value of a cookie, undefined when the browser sent none of this name. */
export function cookieOf({ cookie = "" }: Call["headers"], name: string): string | undefined {
	const pair = cookie.split(";").find((part) => part.trim().startsWith(`${name}=`));
	return pair?.trim().slice(name.length + 1);
}

const isFromPage = (place: Place, call: Pick<Call, "headers">): boolean =>
	call.headers["x-smart-router-page"] === "1" && isSameOrigin(place, call);

/** Whether a page of this very origin sent it; browsers say so with every POST. */
export const isSameOrigin = ({ plainHttp }: Place, { headers }: Pick<Call, "headers">): boolean =>
	headers.origin === `${plainHttp ? "http" : "https"}://${headers.host}`;
