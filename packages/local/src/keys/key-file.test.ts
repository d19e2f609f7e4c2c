import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EncryptionContext, KeysError } from "@smart-router/core/keys/keys.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openKeyFile } from "./key-file.ts";

const context: EncryptionContext = { workspace: "default", profile: "openai:one", kind: "credential" };

let folder = "";
let path = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "smart-router-key-file-"));
	path = join(folder, "private", "master.key");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a key file", () => {
	it("is made at the first start, for its owner only, and nothing is left beside it", () => {
		openKeyFile(path);

		expect(readFileSync(path)).toHaveLength(32);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(statSync(join(folder, "private")).mode & 0o777).toBe(0o700);
		expect(readdirSync(join(folder, "private"))).toEqual(["master.key"]);
	});

	it("opens after a restart what it sealed before", async () => {
		const { plaintext, encrypted } = await openKeyFile(path).generateDataKey(context);

		const opened = await openKeyFile(path).decrypt(encrypted, context);

		expect(opened).toEqual(plaintext);
	});

	it("refuses what another key file sealed", async () => {
		const { encrypted } = await openKeyFile(join(folder, "other.key")).generateDataKey(context);

		await expect(openKeyFile(path).decrypt(encrypted, context)).rejects.toMatchObject({ kind: "refused" });
	});

	it.each([0o640, 0o604, 0o660])("is refused with mode %o, saying what to do", (mode) => {
		openKeyFile(path);
		chmodSync(path, mode);

		expect(() => openKeyFile(path)).toThrow(`chmod 600 "${path}"`);
	});

	it("is refused when it holds something else, and left alone", () => {
		openKeyFile(path);
		writeFileSync(path, "short");

		expect(() => openKeyFile(path)).toThrow(KeysError);
		expect(readFileSync(path, "utf8")).toBe("short");
	});

	it("names the file when it cannot be made", () => {
		writeFileSync(join(folder, "private"), "a file where the folder should be");

		expect(() => openKeyFile(path)).toThrow(`The key file ${path} cannot be used`);
	});
});
