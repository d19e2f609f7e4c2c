import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Store } from "@smart-router/core/store/store.ts";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../../support/browser.ts";
import { type FakeUpstream, startFakeUpstream } from "../../support/fake-upstream/fake-upstream.ts";
import { adminKey, makeFolder, startTestGateway, type TestGateway } from "../../support/gateway.ts";
import { seed } from "./seed.ts";

export interface Look {
	readonly width?: number;
	readonly height?: number;
	readonly scheme?: "light" | "dark";
	/** Signed in with this key; null: not at all. */
	readonly key?: string | null;
}

/** A gateway, a provider on this machine, and a browser before them. */
export interface PageWorld {
	readonly gateway: TestGateway;
	readonly upstream: FakeUpstream;
	readonly browser: Browser;
	/** A browser window of its own at this place (`#/accounts`). */
	open(place?: string, look?: Look): Promise<Page>;
	/** What went wrong in any window: errors of scripts, of the console (broken content policies are such) and calls that left this machine. */
	readonly problems: string[];
	close(): Promise<void>;
}

export async function openWorld(write?: (store: Store, upstream: FakeUpstream) => Promise<void>): Promise<PageWorld> {
	const upstream = await startFakeUpstream();
	const folder = makeFolder();
	if (write) {
		mkdirSync(join(folder, "store"), { recursive: true });
		await seed(folder, (store) => write(store, upstream));
	}
	const gateway = await startTestGateway({ folder });
	await gateway.admin("PUT", "/admin/providers/openai", { baseUrl: `${upstream.origin}/v1` });
	const browser = await openBrowser();
	const problems: string[] = [];

	const open: PageWorld["open"] = async (place = "#/accounts", { width = 1280, height = 800, scheme = "light", key = adminKey } = {}) => {
		const context = await browser.newContext({
			viewport: { width, height },
			colorScheme: scheme,
			reducedMotion: "reduce",
			...(key !== null && { storageState: await signedIn(gateway, key) }),
		});
		context.on("page", (page) => {
			const isOurs = (): boolean => page.url().startsWith(gateway.url);
			page.on("pageerror", (error) => isOurs() && problems.push(error.message));
			page.on("console", (message) => {
				// A refused call is news for the page, not a fault of it.
				if (message.type() === "error" && isOurs() && !message.text().startsWith("Failed to load resource")) problems.push(message.text());
			});
		});
		// Pages of other servers may ask for fonts and the like; ours must not ask for anything elsewhere.
		await context.route(isForeign, (route) => {
			if (route.request().frame().url().startsWith(gateway.url)) problems.push(`foreign: ${route.request().url()}`);
			return route.abort();
		});
		const page = await context.newPage();
		page.setDefaultTimeout(30_000);
		await page.goto(`${gateway.url}/${place}`);
		if (key !== null) await page.getByRole("heading", { level: 1 }).waitFor();
		return page;
	};

	return {
		gateway,
		upstream,
		browser,
		open,
		problems,
		async close() {
			await browser.close();
			await gateway.close();
			await upstream.close();
		},
	};
}

const isForeign = ({ hostname }: URL): boolean => !["localhost", "127.0.0.1"].includes(hostname);

/** The state of a browser that signed in with this key. */
async function signedIn({ url, call }: TestGateway, key: string) {
	const { headers } = await call("POST", "/admin/session", undefined, { authorization: `Bearer ${key}` });
	const value = /sr=(\w+)/.exec(headers.get("set-cookie") ?? "")?.[1] ?? "";
	const cookie = {
		name: "sr",
		value,
		domain: "localhost",
		path: "/",
		expires: -1,
		httpOnly: true,
		secure: false,
		sameSite: "Strict" as const,
	};
	return { cookies: [cookie], origins: [{ origin: url, localStorage: [{ name: "smart-router-visited", value: "yes" }] }] };
}

/** The words of what has the focus, for tests by keyboard. */
export const focused = (page: Page): Promise<string> =>
	page.evaluate<string>(`{
		const { activeElement } = document;
		activeElement?.getAttribute("aria-label") ?? activeElement?.textContent?.trim() ?? "";
	}`);
