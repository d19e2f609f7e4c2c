import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cliConfigPath, readCliConfig, writeCliConfig } from "./cli-config.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "cli-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
	["linux", {}, "/home/a/.config/smart-router/config.json"],
	["linux", { XDG_CONFIG_HOME: "/x" }, "/x/smart-router/config.json"],
	["darwin", {}, "/home/a/Library/Application Support/smart-router/config.json"],
	["win32", { APPDATA: "/roaming" }, "/roaming/smart-router/config.json"],
])("the path on %s with %j", (platform, env, path) => {
	expect(cliConfigPath(env, platform, "/home/a")).toBe(path);
});

test("what is written is read back, by the owner only", () => {
	const path = join(folder, "deep", "config.json");
	writeCliConfig(path, { url: "http://old", key: "old" });
	writeCliConfig(path, { url: "http://localhost:3403", key: "sr_local_x" });

	expect(readCliConfig(path)).toEqual({ url: "http://localhost:3403", key: "sr_local_x" });
	expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("no file is no configuration; a broken one is named", () => {
	const path = join(folder, "config.json");
	expect(readCliConfig(path)).toBeUndefined();
	for (const text of ["", "[]", "null", '{"url":"http://x"}', '{"url":1,"key":"k"}']) {
		writeFileSync(path, text);
		expect(() => readCliConfig(path)).toThrow(path);
	}
});
