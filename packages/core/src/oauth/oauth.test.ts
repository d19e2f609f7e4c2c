import { standardDialect } from "@smart-router/llm/providers/oauth.ts";
import { type HttpClient, HttpError, type HttpRequest } from "@smart-router/llm/transport/http.ts";
import { describe, expect, it } from "vitest";
import { reveal, secret } from "../credential/secret.ts";
import { pollDevice, startDevice } from "./device.ts";
import { exchangeCode, refreshTokens } from "./exchange.ts";
import { revokeToken } from "./revoke.ts";
import type { OAuthServer } from "./server.ts";
import { userinfo } from "./userinfo.ts";

const now = 1_795_000_000_000;

const server = {
	issuer: null,
	authorizeUrl: "https://as.example/authorize",
	tokenUrl: "https://as.example/token",
	deviceUrl: "https://as.example/device",
	revokeUrl: "https://as.example/revoke",
	userinfoUrl: "https://as.example/me",
	dialect: standardDialect,
} satisfies OAuthServer;
const client = { id: "mine", secret: secret("client-secret-canary"), authMethod: "client_secret_post" } as const;
const refreshToken = secret("refresh-token-canary");

interface Given {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	readonly error?: Error;
}

/** A server that gives one answer and keeps what it was asked. */
function fake({ status = 200, headers = { "content-type": "application/json" }, body = {}, error }: Given) {
	const asked: HttpRequest[] = [];
	const http: HttpClient = async (request) => {
		asked.push(request);
		if (error) throw error;
		const text = typeof body === "string" ? body : JSON.stringify(body);
		return {
			status,
			headers,
			body: (async function* () {
				yield Buffer.from(text);
			})(),
		};
	};
	return { deps: { http, clock: () => now }, asked };
}

const tokens = { access_token: "at", token_type: "Bearer", expires_in: 3600, refresh_token: "rt", scope: "a b" };

describe("a code is exchanged", () => {
	const exchange = {
		server,
		client,
		code: secret("the-code"),
		verifier: secret("v".repeat(43)),
		redirectUri: "https://gw.example/login/x/callback",
		state: "st",
		nonce: null,
	};

	it("with everything RFC 6749 and RFC 7636 ask for", async () => {
		const { deps, asked } = fake({ body: tokens });

		const result = await exchangeCode(deps, exchange);

		expect(result).toMatchObject({ ok: true, tokens: { expiresAt: now + 3_600_000, scopes: ["a", "b"], earliestRefreshAt: null } });
		expect(result.ok && [reveal(result.tokens.accessToken), result.tokens.refreshToken && reveal(result.tokens.refreshToken)]).toEqual([
			"at",
			"rt",
		]);
		expect(Object.fromEntries(new URLSearchParams(String(asked[0]?.body)))).toEqual({
			grant_type: "authorization_code",
			code: "the-code",
			code_verifier: "v".repeat(43),
			redirect_uri: exchange.redirectUri,
			client_id: "mine",
			client_secret: "client-secret-canary",
		});
	});

	it("as JSON with state and headers where the dialect says so; a missing token type is bearer, a missing expiry is none", async () => {
		const { deps, asked } = fake({ body: { access_token: "at", account: { uuid: "u" } } });
		const dialect = { ...standardDialect, tokenBody: "json", stateInExchange: true, tokenHeaders: { "x-beta": "1" } } as const;

		const result = await exchangeCode(deps, { ...exchange, server: { ...server, dialect } });

		expect(result).toMatchObject({
			ok: true,
			tokens: { expiresAt: null, refreshToken: null, scopes: null, extra: { account: { uuid: "u" } } },
		});
		expect(asked[0]?.headers).toMatchObject({ "content-type": "application/json", "x-beta": "1" });
		expect(JSON.parse(String(asked[0]?.body))).toMatchObject({ grant_type: "authorization_code", state: "st" });
	});

	it("by a client with Basic authentication, whose secret is not in the body", async () => {
		const { deps, asked } = fake({ body: tokens });

		await exchangeCode(deps, { ...exchange, client: { ...client, authMethod: "client_secret_basic" } });

		expect(asked[0]?.headers["authorization"]).toMatch(/^Basic /);
		expect(String(asked[0]?.body)).not.toContain("client_secret");
	});

	it("never reading an id token of an issuer that nobody named", async () => {
		const { deps } = fake({ body: { ...tokens, id_token: "not.a.token" } });

		const result = await exchangeCode(deps, exchange);

		expect(result).toMatchObject({ ok: true, tokens: { claims: null } });
		expect(JSON.stringify(result)).not.toContain("not.a.token");
	});

	it.each([
		["numbers of seconds", now / 1000],
		["milliseconds", now],
		["ISO 8601", new Date(now).toISOString()],
		["text of seconds", String(now / 1000)],
	])("with the earliest refresh in %s", async (_name, given) => {
		const { deps } = fake({ body: { ...tokens, earliest_refresh_at: given } });

		expect(await exchangeCode(deps, exchange)).toMatchObject({ tokens: { earliestRefreshAt: now } });
	});
});

describe("a failed refresh is", () => {
	it.each<[string, string, Given]>([
		["invalid_grant", "a dead token", { status: 400, body: { error: "invalid_grant", error_description: "Token has been revoked." } }],
		["invalid_grant", "a vendor's word for it, inside an object", { status: 401, body: { error: { code: "refresh_token_reused" } } }],
		["invalid_grant", "a vendor's word for it, at the top", { status: 401, body: { code: "refresh_token_reused", message: "no" } }],
		["invalid_client", "wrong settings", { status: 401, body: { error: "invalid_client" } }],
		[
			"invalid_client",
			"wrong settings behind a challenge",
			{
				status: 401,
				headers: { "content-type": "application/json", "www-authenticate": "Basic realm=x" },
				body: { error: "invalid_client" },
			},
		],
		["unavailable", "a fault of the server", { status: 503, body: "<html>" }],
		["unavailable", "a limit, whatever the body says", { status: 429, body: { error: "invalid_grant" } }],
		["unavailable", "no connection", { error: new HttpError("connect", "no connection to https://as.example") }],
		["refused", "a redirect", { status: 302, body: "" }],
		["refused", "a page", { body: "<html>", headers: { "content-type": "text/html" } }],
		["refused", "an answer without a token", { body: { token_type: "bearer" } }],
		["refused", "an unknown error", { status: 400, body: { error: "computer_says_no" } }],
	])("%s: %s", async (kind, _name, given) => {
		const { deps } = fake(given);
		const dialect = { ...standardDialect, deadGrants: ["refresh_token_reused"] };

		expect(await refreshTokens(deps, { server: { ...server, dialect }, client, refreshToken })).toMatchObject({ ok: false, kind });
	});

	it("told without the secrets that the server quotes", async () => {
		const { deps } = fake({
			status: 400,
			headers: { "content-type": "application/json", "retry-after": "7" },
			body: { error: "invalid_grant", error_description: "refresh-token-canary of client-secret-canary" },
		});

		const result = await refreshTokens(deps, { server, client, refreshToken });

		expect(result).toMatchObject({ code: "invalid_grant", retryAfterMs: 7000, text: "invalid_grant: [secret] of [secret]" });
	});
});

describe("the device grant", () => {
	it("starts, by the vendor's names as well", async () => {
		const { deps, asked } = fake({
			body: { device_code: "dc", user_code: "AB-CD", verification_url: "https://as.example/d", expires_in: 60 },
		});
		const dialect = { ...standardDialect, device: { verificationField: "verification_url", pendingStatuses: [] } } as const;

		const started = await startDevice(deps, { server: { ...server, dialect }, client, scopes: ["a", "b"] });

		expect(started).toMatchObject({
			ok: true,
			userCode: "AB-CD",
			verificationUrl: "https://as.example/d",
			verificationUrlComplete: null,
			expiresAt: now + 60_000,
			intervalSeconds: 5,
		});
		expect(String(asked[0]?.body)).toContain("scope=a+b");
	});

	it.each<[string, Given]>([
		["pending", { status: 400, body: { error: "authorization_pending" } }],
		["pending", { status: 404, body: "" }],
		["slow_down", { status: 400, body: { error: "slow_down" } }],
		["slow_down", { status: 403, body: { error: "slow_down" } }],
		["access_denied", { status: 403, body: { error: "access_denied" } }],
		["invalid_grant", { status: 400, body: { error: "expired_token" } }],
		["unavailable", { status: 500, body: "" }],
	])("answers %s", async (kind, given) => {
		const { deps } = fake(given);
		const dialect = { ...standardDialect, device: { verificationField: "verification_uri", pendingStatuses: [403, 404] } } as const;

		expect(await pollDevice(deps, { server: { ...server, dialect }, client, deviceCode: secret("dc") })).toMatchObject({ ok: false, kind });
	});

	it("ends with tokens", async () => {
		const { deps } = fake({ body: tokens });

		expect(await pollDevice(deps, { server, client, deviceCode: secret("dc") })).toMatchObject({ ok: true });
	});
});

describe("after the login", () => {
	it("a token is revoked only when the server says so", async () => {
		const revocation = { server, client, token: refreshToken, kind: "refresh_token" } as const;

		expect(await revokeToken(fake({ body: "", headers: {} }).deps, revocation)).toEqual({ ok: true });
		expect(await revokeToken(fake({ status: 503 }).deps, revocation)).toMatchObject({ ok: false, kind: "unavailable" });
	});

	it("the profile is read with the access token, and nothing but a JSON object is one", async () => {
		const { deps, asked } = fake({ body: { sub: "1" } });
		const ask = { url: server.userinfoUrl, accessToken: secret("at-canary") };

		expect(await userinfo(deps, ask)).toEqual({ ok: true, profile: { sub: "1" } });
		expect(asked[0]?.headers["authorization"]).toBe("Bearer at-canary");
		expect(await userinfo(fake({ status: 401 }).deps, ask)).toMatchObject({ ok: false, kind: "refused" });
		expect(await userinfo(fake({ body: "[]" }).deps, ask)).toMatchObject({ ok: false, kind: "refused" });
	});
});
