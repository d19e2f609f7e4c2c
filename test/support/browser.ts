import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const places = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The Chromium of this machine; undefined, said loudly, when it has none. */
export const chromiumPath: string | undefined = places.find((path) => path !== undefined && existsSync(path));

if (chromiumPath === undefined) console.warn("SKIPPED: no Chromium for the page's tests; run scripts/install-test-tools.sh");

/** Throws when the machine has none: tests that need it skip by `chromiumPath`. */
export function openBrowser(env: Readonly<Record<string, string>> = {}): Promise<Browser> {
	if (chromiumPath === undefined) throw new Error("There is no Chromium.");
	return chromium.launch({
		executablePath: chromiumPath,
		// In containers neither a sandbox nor a large /dev/shm can be counted on; only this machine is visited.
		args: ["--no-sandbox", "--disable-dev-shm-usage"],
		env: { ...(process.env as Record<string, string>), ...env },
	});
}
