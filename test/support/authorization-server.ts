import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Configuration } from "oidc-provider";

export interface AuthorizationServerOptions {
	/** Addresses registered for the client. */
	readonly redirectUris: readonly string[];
	/** Loopback addresses with any port need a native client (RFC 8252). */
	readonly native?: boolean;
	/** Seconds an access token lives. */
	readonly accessTokenSeconds?: number;
	/** 0 (default) takes a free one. */
	readonly port?: number;
}

/** An independent authorization server on this machine: PKCE demanded, refresh tokens rotate, their reuse ends the login, device flow, revocation. */
export interface AuthorizationServer {
	readonly issuer: string;
	readonly clientId: string;
	readonly clientSecret: string;
	/** Body of `PUT /admin/providers/{id}/oauth-client`. */
	readonly oauthClient: Readonly<Record<string, unknown>>;
	/** Requests so far, as `POST /token`. */
	readonly asked: string[];
	/** Bodies that token requests carried. */
	close(): Promise<void>;
}

const clientId = "gateway-of-the-tests";
const clientSecret = "client-secret-canary-4f1c9a7e2b";

/** People sign in by any name; their e-mail address is `<name>@example.com`. */
export async function startAuthorizationServer(options: AuthorizationServerOptions): Promise<AuthorizationServer> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
	const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const configuration: Configuration = {
		clients: [
			{
				client_id: clientId,
				client_secret: clientSecret,
				redirect_uris: [...options.redirectUris],
				grant_types: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
				response_types: ["code"],
				token_endpoint_auth_method: "client_secret_post",
				application_type: options.native ? "native" : "web",
			},
		],
		pkce: { required: () => true },
		scopes: ["openid", "email", "offline_access"],
		claims: { openid: ["sub"], email: ["email"] },
		features: {
			deviceFlow: { enabled: true },
			revocation: { enabled: true },
			userinfo: { enabled: true },
			devInteractions: { enabled: true },
		},
		findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@example.com` }) }),
		rotateRefreshToken: true,
		cookies: { keys: ["cookie key of a test"] },
		ttl: {
			AccessToken: options.accessTokenSeconds ?? 3600,
			AuthorizationCode: 60,
			DeviceCode: 600,
			Grant: 86_400,
			IdToken: 3600,
			Interaction: 600,
			RefreshToken: 86_400,
			Session: 86_400,
		},
	};
	const provider = new Provider(issuer, configuration);
	const asked: string[] = [];
	const answer = provider.callback();
	server.on("request", (request, response) => {
		asked.push(`${request.method} ${request.url?.split("?")[0]}`);
		void answer(request, response);
	});
	return {
		issuer,
		clientId,
		clientSecret,
		asked,
		oauthClient: {
			clientId,
			clientSecret,
			issuer,
			authorizeUrl: `${issuer}/auth`,
			tokenUrl: `${issuer}/token`,
			revokeUrl: `${issuer}/token/revocation`,
			userinfoUrl: `${issuer}/me`,
			scopes: ["openid", "email", "offline_access"],
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
