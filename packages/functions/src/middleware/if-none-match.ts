import { hash } from "node:crypto";
import type { Answer } from "./call.ts";

/**
 * What was read, under an ETag that is the hash of the body; 304 without one where `If-None-Match` (RFC 9110, 13.1.2) names it, so that whoever looks again
 * and again is sent only what changed. A thing with a revision keeps that as its ETag: the gateway's own marks change its body alone.
 */
export function unlessKnown(answer: Answer, ifNoneMatch: string | undefined): Answer {
	if (answer.statusCode !== 200 || typeof answer.body !== "string" || "etag" in answer.headers) return answer;
	const etag = `"${hash("sha256", answer.body, "base64url")}"`;
	const known = ifNoneMatch?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag) ?? false;
	return known ? { statusCode: 304, headers: { etag }, body: "" } : { ...answer, headers: { ...answer.headers, etag } };
}
