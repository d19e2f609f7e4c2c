/** What operators count, and the port it is told to. Pure data apart from types, so that `infra` may make alarms of it. */

/** CloudWatch's namespace of all that is counted here; the one dimension is `Stage`. */
export const metricsNamespace = "SmartRouter";

/** A number that only grows. In Prometheus its name is `smart_router_<name>_total`. */
export interface Counter {
	readonly help: string;
	/** Few values each, and none that a client chooses. */
	readonly labels: readonly string[];
	/** Its name in CloudWatch, where every metric costs money and only sums over all labels are kept; missing where it is not sent. */
	readonly cloudWatch?: string;
}

export const counters = {
	answers: { help: "HTTP answers by function and status", labels: ["function", "status"] },
	client_requests: { help: "Requests to the client endpoints that have ended", labels: [], cloudWatch: "ClientRequests" },
	client_failures: {
		help: "Of these, the ones that failed by no fault of the client: answered with 5xx, or a stream that broke",
		labels: ["reason"],
		cloudWatch: "ClientFailures",
	},
	exhausted_requests: {
		help: "Requests that found no account free: all rest, or none can be used; by the provider of the first target",
		labels: ["provider"],
		cloudWatch: "ExhaustedRequests",
	},
	provider_calls: { help: "Calls to providers by how they ended: ok, or the verdict on the failure", labels: ["provider", "verdict"] },
	token_renewals: { help: "Times a provider was asked for a new token set", labels: ["provider"] },
	token_renewal_failures: {
		help: "Of these, the ones that may work later: the provider could not be reached, or refused the operator's OAuth client",
		labels: ["provider"],
		cloudWatch: "TokenRenewalFailures",
	},
	ended_logins: {
		help: "Of these, the ones that found the login ended by the provider: somebody must sign in again",
		labels: ["provider"],
		cloudWatch: "EndedLogins",
	},
	faults: {
		help: "Faults that failed no request, most of them writes that were lost; by what was being done",
		labels: ["what"],
		cloudWatch: "Faults",
	},
} as const satisfies Readonly<Record<string, Counter>>;

export type CounterName = keyof typeof counters;
export type LabelsOf<Name extends CounterName> = Readonly<Record<(typeof counters)[Name]["labels"][number], string>>;

/** The one measured time: seconds from a call's arrival to the last byte of its answer. */
export const answerSeconds = {
	name: "smart_router_answer_duration_seconds",
	help: "Seconds from a call to the last byte of its answer, by function",
	label: "function",
	/** Upper bounds of the buckets, s: from an answer out of a cache to a long stream. */
	buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
} as const;

/** Counting returns at once and never throws. */
export interface Metrics {
	/** Adds one. */
	count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>): void;
	/** An answer is over, so many seconds after the call came. */
	answered(ofFunction: string, seconds: number): void;
}

export const noMetrics: Metrics = { count() {}, answered() {} };
