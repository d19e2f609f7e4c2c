import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cliConfigPath, writeCliConfig } from "@smart-router/core/settings/cli-config.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findTarget } from "./target.ts";

let env: { XDG_CONFIG_HOME: string };
beforeEach(() => {
	env = { XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), "cli-target-")) };
});
afterEach(() => rmSync(env.XDG_CONFIG_HOME, { recursive: true }));

const configure = () => writeCliConfig(cliConfigPath(env), { url: "http://localhost:3403", key: "own" });

test("without anything: the local server's usual address, no key", () => {
	expect(findTarget(undefined, env)).toMatchObject({ url: "http://localhost:3403", urlFrom: "default", key: undefined });
});

test("--url wins over SMART_ROUTER_URL, that over the file", () => {
	configure();
	const withUrl = { ...env, SMART_ROUTER_URL: "https://b.example/" };

	expect(findTarget(undefined, env)).toMatchObject({ url: "http://localhost:3403", urlFrom: "config" });
	expect(findTarget(undefined, withUrl)).toMatchObject({ url: "https://b.example", urlFrom: "SMART_ROUTER_URL" });
	expect(findTarget("https://c.example", withUrl)).toMatchObject({ url: "https://c.example", urlFrom: "--url" });
});

test.each([
	["http://localhost:3403/", "own"],
	["http://localhost:3404", undefined],
	["https://localhost:3403", undefined],
	["http://localhost.evil.example:3403", undefined],
])("the file's key for %s: %s", (url, key) => {
	configure();

	expect(findTarget(url, env).key).toBe(key);
});

test("SMART_ROUTER_KEY goes wherever the user points", () => {
	configure();

	expect(findTarget("https://c.example", { ...env, SMART_ROUTER_KEY: "theirs" })).toMatchObject({
		key: "theirs",
		keyFrom: "SMART_ROUTER_KEY",
	});
});

test.each(["nonsense", "ftp://x", "file:///etc/passwd"])("%s is no address", (url) => {
	expect(() => findTarget(url, env)).toThrow("is not an http or https URL");
});
