/** `node test/e2e/page/pictures.ts`: takes the pictures of the docs from the running page. Needs Chromium, and Inter and JetBrains Mono to look the same. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { startAuthorizationServer } from "../../support/authorization-server.ts";
import buildPage from "../../support/build-page.ts";
import { believable } from "./believable.ts";
import { type Look, openWorld, type PageWorld } from "./world.ts";

const images = join(import.meta.dirname, "../../../docs/images");

/** The system's font of a headless Chromium is whatever comes first: the pictures shall look as a person's screen does. */
function fonts(): void {
	const file = join(mkdtempSync(join(tmpdir(), "fonts-")), "fonts.conf");
	const prefer = (generic: string, family: string): string =>
		`<match target="pattern"><test name="family"><string>${generic}</string></test><edit name="family" mode="assign" binding="strong"><string>${family}</string></edit></match>`;
	const rules = prefer("sans-serif", "Inter") + prefer("monospace", "JetBrains Mono");
	writeFileSync(file, `<?xml version="1.0"?><fontconfig><include>/etc/fonts/fonts.conf</include>${rules}</fontconfig>`);
	process.env["FONTCONFIG_FILE"] = file;
}

async function take(
	world: PageWorld,
	name: string,
	place: string,
	shows: string,
	look: Look,
	before?: (page: Page) => Promise<unknown>,
): Promise<void> {
	const page = await world.open(place, { height: 860, ...look });
	await page.locator(shows).first().waitFor();
	await before?.(page);
	await page.waitForTimeout(700);
	await page.screenshot({ path: join(images, `${name}.png`) });
	await page.context().close();
}

fonts();
buildPage();
mkdirSync(images, { recursive: true });
const world = await openWorld((store) => believable(store, Date.now()));
const server = await startAuthorizationServer({ redirectUris: [`${world.gateway.url}/login/gemini/callback`], native: true });
await world.gateway.admin("PUT", "/admin/providers/gemini/oauth-client", server.oauthClient);
await world.gateway.admin("DELETE", "/admin/providers/openai");
const light = { scheme: "light" } as const;
const dark = { scheme: "dark" } as const;

await take(world, "accounts-light", "#/accounts", ".profile", light);
await take(world, "accounts-dark", "#/accounts", ".profile", dark);
await take(world, "accounts-narrow-dark", "#/accounts", ".profile", { ...dark, width: 390 });
await take(world, "wizard-provider-light", "#/accounts/add", "dialog .option", light);
await take(world, "wizard-device-dark", "#/accounts/add?provider=gemini&method=device", "dialog .qr", dark);
await take(world, "rotation-light", "#/accounts/rotation/anthropic", "dialog form", light);
await take(world, "requests-light", "#/requests", ".data-block", light);
await take(world, "request-dark", "#/requests", ".data-block", dark, (page) =>
	page.getByRole("row").filter({ hasText: "2 attempts" }).first().getByRole("link").click(),
);

await server.close();
await world.close();
