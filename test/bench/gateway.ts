import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Measured, start } from "./process.ts";

export const benchKey = "bench-admin-key-of-enough-length";
export const benchModel = "bench/bench";

/** The gateway as `npm start` runs it, with `accounts` accounts at the upstream. */
export async function startBenchGateway(upstream: string, accounts: number): Promise<Measured> {
	const folder = mkdtempSync(join(tmpdir(), "smart-router-bench-"));
	const gateway = await start("../../packages/local/src/main.ts", ["--no-sandbox"], {
		PORT: "0",
		SMART_ROUTER_ADMIN_KEY: benchKey,
		SMART_ROUTER_AUTH_STORE: join(folder, "store"),
		XDG_CONFIG_HOME: join(folder, "config"),
	});
	const send = async (method: string, path: string, body: object): Promise<void> => {
		const response = await fetch(gateway.url + path, {
			method,
			headers: { authorization: `Bearer ${benchKey}`, "content-type": "application/json" },
			body: JSON.stringify(body),
		});
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
	};
	await send("PUT", "/admin/providers/bench", { protocol: "openai-chat", baseUrl: `${upstream}/v1`, models: ["bench"] });
	for (let index = 0; index < accounts; index++) {
		await send("POST", "/admin/accounts", { provider: "bench", method: "api_key", apiKey: `sk-bench-${index}`, label: `account-${index}` });
	}
	return {
		...gateway,
		stop() {
			gateway.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
