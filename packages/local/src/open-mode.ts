import type { IncomingMessage } from "node:http";
import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { defaultWorkspace } from "@smart-router/core/workspace/workspace.ts";

/** Who a caller without a key is while the gateway is open to this machine: may use the client endpoints, nothing else. */
export const anonymous: Principal = {
	workspace: defaultWorkspace,
	keyId: "open",
	keyName: "without a key (--open)",
	scopes: ["proxy"],
	providers: null,
	models: null,
	profiles: null,
	requestsPerMinute: null,
	expiresAt: null,
};

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Without a key, a page of any site could use the gateway through the visitor's browser: only a loopback `Host` is served
 * (DNS rebinding), and only the gateway's own `Origin` or none.
 */
export function refuseForeign({ headers }: IncomingMessage): string | undefined {
	const host = URL.parse(`http://${headers.host ?? ""}`);
	if (!host || !loopbackNames.has(host.hostname)) return "With --open the gateway answers to loopback host names only.";
	if (headers.origin !== undefined && URL.parse(headers.origin)?.host !== host.host) {
		return "With --open the gateway answers to pages of its own origin only.";
	}
	return undefined;
}
