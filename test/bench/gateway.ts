import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Measured, start } from "./process.ts";

export const benchKey = "bench-admin-key-of-enough-length";
export const benchModel = "bench/bench";

/** Node's own flags in the start script of package.json. */
function startFlags(root: URL): string[] {
	const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { scripts: { start: string } };
	return scripts.start.split(" ").filter((word) => word.startsWith("--"));
}

/** The gateway as `npm start` runs it, with `accounts` accounts at the upstream. */
export async function startBenchGateway(upstream: string, accounts: number): Promise<Measured> {
	const folder = mkdtempSync(join(tmpdir(), "smart-router-bench-"));
	const environment = {
		PORT: "0",
		SMART_ROUTER_ADMIN_KEY: benchKey,
		SMART_ROUTER_AUTH_STORE: join(folder, "store"),
		XDG_CONFIG_HOME: join(folder, "config"),
	};
	const root = new URL("../../", import.meta.url);
	const gateway = await start(fileURLToPath(new URL("scripts/start.mjs", root)), ["--no-sandbox"], environment, startFlags(root));
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
