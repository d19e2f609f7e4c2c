import type { LookupAddress } from "node:dns";
import { lookup as systemLookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { HttpError } from "@smart-router/llm/transport/http.ts";
import { type AddressGuard, isAllowed } from "./address.ts";

/** Every address of a name; injected in tests. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export const systemResolve: Resolve = (hostname) => systemLookup(hostname, { all: true });

/**
 * The look-up of a connection: resolves, refuses the name when **any** of its addresses is out of bounds, and hands the checked addresses to the very
 * connection that asked. Nothing is resolved a second time, so a name cannot change its mind in between (DNS rebinding).
 */
export function guardedLookup(guard: AddressGuard, resolve: Resolve): LookupFunction {
	return (hostname, options, done) => {
		resolve(hostname).then(
			(addresses) => {
				const [first] = addresses;
				if (first === undefined) return done(new HttpError("dns", `${hostname} has no address`), []);
				if (!addresses.every(({ address }) => isAllowed(guard, address))) return done(refusal(hostname), []);
				if (options.all) return done(null, [...addresses]);
				return done(null, first.address, first.family);
			},
			(cause) => done(new HttpError("dns", `the name ${hostname} could not be resolved`, { cause }), []),
		);
	};
}

/** A literal address in a URL is never looked up: it is checked before the call. */
export function checkLiteral(guard: AddressGuard, hostname: string): void {
	if (isIP(hostname) !== 0 && !isAllowed(guard, hostname)) throw refusal(hostname);
}

const refusal = (hostname: string): HttpError =>
	new HttpError("refused-address", `${hostname} is a private, local or reserved address, which the gateway does not call`);
