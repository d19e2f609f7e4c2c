import type { Answer } from "./answer.ts";
import type { Finding } from "./finding.ts";
import { subjectOf } from "./subject.ts";

/** The last resort: what the status alone means (errors.md section 2). */
export function byStatus(answer: Answer): Finding {
	const { status, failure } = answer;
	switch (status) {
		case 0:
			if (failure.transport === undefined) return fault;
			return { kind: failure.reason === "too-large" ? "too_large" : "transport", scope: "request" };
		case 401:
			return { kind: "auth", scope: "account" };
		case 402:
			return { kind: "billing", scope: "account" };
		case 403:
			// A page of HTML comes from the edge in front of the provider and says nothing about the credential.
			return isPage(failure.body) ? fault : forbidden(answer);
		case 404:
		case 410:
			return answer.message === "" || isPage(failure.body) || subjectOf(answer) === "model" ? missingModel(answer) : badRequest;
		case 429:
			return { kind: "rate_short", scope: "model" };
		case 503:
		case 529:
			return { kind: "overloaded", scope: "model" };
		case 407:
		case 408:
		case 409:
		case 425:
		case 499:
			return fault;
		default:
			return status >= 400 && status < 500 && failure.headers["x-should-retry"] !== "true" ? badRequest : fault;
	}
}

const isPage = (body: string): boolean => /^\s*</.test(body);

/** The account, unless it says that it is the model, or something that only the request names. */
function forbidden(answer: Answer): Finding {
	const subject = subjectOf(answer);
	return subject === "stored thing" ? badRequest : { kind: "permission", scope: subject === "model" ? "model" : "account" };
}

/** A model that the provider is known to have is closed to this account; any other id is the client's mistake. */
export const missingModel = ({ knownModel }: Answer): Finding => ({
	kind: "model_missing",
	scope: knownModel ? "model" : "request",
	failover: knownModel,
});

const fault: Finding = { kind: "server", scope: "request" };
const badRequest: Finding = { kind: "bad_request", scope: "request" };
