import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { describe, expect, it } from "vitest";
import { hasBrowser } from "./browser.ts";
import { wayOf } from "./way.ts";

type Redirects = NonNullable<ProviderView["oauth"]>["redirects"];

const provider = (redirects: Redirects, device: "native" | "bridged" | null, recommended: "oauth" | "api_key" = "oauth") =>
	({ id: "x", name: "X", methods: ["api_key", "oauth"], recommended, oauth: { redirects, device } }) as unknown as ProviderView;

const here = { hasKey: false, browser: true };
const headless = { hasKey: false, browser: false };

describe("the way to log in", () => {
	it.each([
		["the best the client allows, with a browser here", provider(["loopback", "paste"], null), here, "loopback"],
		["the gateway's link where it is the best", provider(["hosted", "loopback", "paste"], "bridged"), here, "hosted"],
		["a code for another device without a browser", provider(["hosted", "loopback", "paste"], "bridged"), headless, "device"],
		["by pasting where nothing else is left", provider(["loopback", "paste"], null), headless, "paste"],
		[
			"the gateway's link without a browser, when OAuth is asked for",
			provider(["hosted"], "bridged"),
			{ ...headless, method: "oauth" },
			"hosted",
		],
		["a device code when it is asked for", provider(["loopback", "paste"], null), { ...here, method: "device" }, "device"],
		["a key where the gateway recommends one", provider(["loopback", "paste"], null, "api_key"), here, "api-key"],
		["a key that is piped in", provider(["hosted"], null), { ...here, hasKey: true }, "api-key"],
	] as const)("is %s", (_name, view, wanted, way) => {
		expect(wayOf(view, wanted)).toBe(way);
	});

	it("is refused where it cannot be", () => {
		const keyless = { ...provider(["paste"], null), methods: ["oauth"] } as ProviderView;

		expect(() => wayOf(keyless, { ...here, method: "api-key" })).toThrow("has no API keys");
		expect(() => wayOf(provider(["paste"], null), { hasKey: true, browser: true, method: "oauth" })).toThrow("--api-key-stdin");
	});
});

it.each([
	[{ BROWSER: "firefox", SSH_CONNECTION: "1" }, "linux", true],
	[{ SSH_CONNECTION: "1" }, "darwin", false],
	[{}, "linux", false],
	[{ DISPLAY: ":0" }, "linux", true],
	[{}, "win32", true],
] as const)("a browser is expected with %j on %s: %s", (env, platform, expected) => {
	expect(hasBrowser(env, platform)).toBe(expected);
});
