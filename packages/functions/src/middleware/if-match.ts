import { GatewayError } from "@smart-router/core/errors.ts";
import type { Expected } from "@smart-router/core/revision.ts";
import type { Contract } from "../contracts.ts";

const entityTag = /^\s*(W\/)?"([\x21\x23-\x7e]{0,200})"\s*$/;

/**
 * The revisions that `If-Match` (RFC 9110, 13.1.1) asks for; weak tags never match. Throws `GatewayError` invalid_request, unsupported_parameter
 * where it has no meaning: a precondition is never passed over.
 */
export function readIfMatch(header: string | undefined, { ifMatch }: Contract): Expected {
	if (header === undefined) return undefined;
	if (!ifMatch)
		throw new GatewayError("unsupported_parameter", "If-Match has no meaning here.", { param: "If-Match", hint: "Leave it out." });
	if (header.trim() === "*") return undefined;
	const tags = header.split(",").map((tag) => entityTag.exec(tag));
	if (tags.length > 20 || tags.includes(null)) {
		throw new GatewayError("invalid_request", "If-Match is no list of ETags.", {
			param: "If-Match",
			hint: 'Send the ETag of an earlier answer as it came, quotes included, e.g. If-Match: "rev_…".',
		});
	}
	// A tag that matches nothing stands for a list of weak ones.
	const strong = tags.flatMap((tag) => (tag && !tag[1] ? [tag[2] ?? ""] : []));
	return strong.length > 0 ? strong : [""];
}
