export interface GatewayAnswer {
	readonly status: number;
	readonly headers: Headers;
	readonly body: string;
	/** The body as JSON. */
	json(): Record<string, unknown>;
}

/** Calls the deployed endpoint; `path` as clients know it. */
export type Gateway = (method: string, path: string, options?: Asked) => Promise<GatewayAnswer>;

export interface Asked {
	readonly key?: string;
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

/** `https://<id>.execute-api.<region>.amazonaws.com/<stage>` as the emulator serves it. */
export function gatewayAt(endpoint: string, url: string): Gateway {
	const { hostname, pathname } = new URL(url);
	const base = `${endpoint}/restapis/${hostname.split(".")[0]}${pathname}/_user_request_`;
	return async (method, path, { key, body, headers } = {}) => {
		const response = await fetch(base + path, {
			method,
			headers: {
				...(key && { authorization: `Bearer ${key}` }),
				...(body !== undefined && { "content-type": "application/json" }),
				...headers,
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(30_000),
		});
		const text = await response.text();
		return { status: response.status, headers: response.headers, body: text, json: () => JSON.parse(text) };
	};
}

/** One short question to the fake upstream's model. */
export function question(stream: boolean): Readonly<Record<string, unknown>> {
	return { model: "fake/test-model", stream, messages: [{ role: "user", content: "hello" }] };
}
