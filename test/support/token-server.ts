import type { HttpClient } from "@smart-router/llm/transport/http.ts";
import { HttpError } from "@smart-router/llm/transport/http.ts";

export interface TokenServer {
	/** Form fields of every refresh, in order. */
	readonly calls: URLSearchParams[];
	readonly http: HttpClient;
	/** Answers the next calls with this status and body instead. */
	next(...answers: Fault[]): void;
	/** Resolves once a call has arrived and holds its answer back until `release`. */
	hold(): { readonly arrived: Promise<void>; release(): void };
	/** The refresh token that counts now. */
	current(): string;
}

type Fault =
	| { readonly status: number; readonly error?: string; readonly headers?: Record<string, string> }
	| "broken"
	| "answered but lost";

/** A token endpoint with rotation and reuse detection, as strict as RFC 9700 advises: a refresh token that was used once ends the whole login. */
export function createTokenServer({ lifeSeconds = 3600, rotates = true, extra = {} } = {}): TokenServer {
	const calls: URLSearchParams[] = [];
	const faults: Fault[] = [];
	let generation = 1;
	let revoked = false;
	let held: { arrived: () => void; gate: Promise<void> } | undefined;

	const answer = (status: number, body: object, headers: Record<string, string> = {}) => ({
		status,
		headers: { "content-type": "application/json", ...headers },
		body: (async function* () {
			yield Buffer.from(JSON.stringify(body));
		})(),
	});

	const grant = (given: string | null) => {
		if (rotates && given !== `refresh-${generation}`) revoked = true;
		if (revoked) return answer(400, { error: "invalid_grant", error_description: "grant request is invalid" });
		if (rotates) generation += 1;
		const refresh = rotates ? { refresh_token: `refresh-${generation}` } : {};
		return answer(200, { access_token: `access-${calls.length}`, token_type: "bearer", expires_in: lifeSeconds, ...refresh, ...extra });
	};

	return {
		calls,
		current: () => `refresh-${generation}`,
		next: (...answers) => faults.push(...answers),
		hold() {
			let release = (): void => undefined;
			const gate = new Promise<void>((resolve) => {
				release = resolve;
			});
			const arrived = new Promise<void>((resolve) => {
				held = { arrived: resolve, gate };
			});
			return { arrived, release };
		},
		async http(request) {
			const form = new URLSearchParams(String(request.body));
			calls.push(form);
			const fault = faults.shift();
			const waiting = held;
			held = undefined;
			if (waiting) {
				waiting.arrived();
				await waiting.gate;
			}
			if (fault === "broken") throw new HttpError("broken", "the connection closed without an answer");
			const granted = () => grant(form.get("refresh_token"));
			if (fault === "answered but lost") {
				granted();
				throw new HttpError("timeout", "https://id.example did not answer within 15 s");
			}
			return fault ? answer(fault.status, fault.error ? { error: fault.error } : {}, fault.headers) : granted();
		},
	};
}
