import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

const directory = join(import.meta.dirname, "../../../packages/web/dist");
const document = readFileSync(join(directory, "index.html"), "utf8");
const read = (name: string): Buffer => readFileSync(join(directory, "assets", name));

/** Scripts that the document loads at once, and everything they import. */
const firstScreen = [...document.matchAll(/assets\/([\w.-]+\.js)/g)].map(([, name = ""]) => name);

describe("the page's build", () => {
	it("needs no more than 30 KB of script (gzip) for its first screen", () => {
		const bytes = firstScreen.reduce((sum, name) => sum + gzipSync(read(name)).length, 0);
		console.info(`first screen: ${bytes} bytes of script, gzip`);

		expect(firstScreen.length).toBeGreaterThan(0);
		expect(bytes).toBeLessThanOrEqual(30 * 1024);
	});

	it("names every script of the first screen in the document, so that none is found late", () => {
		for (const name of firstScreen) {
			const imported = [
				...read(name)
					.toString()
					.matchAll(/(?:from|import)"\.\/([\w.-]+\.js)"/g),
			].map(([, other]) => other);
			for (const other of imported) expect(firstScreen).toContain(other);
		}
	});

	it("has nothing inline and nothing from elsewhere", () => {
		expect(document).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=|https?:/);
		const foreign = readdirSync(join(directory, "assets"))
			.filter((name) => name.endsWith(".css"))
			.filter((name) => /url\(|@import|https?:/.test(read(name).toString()));

		expect(foreign).toEqual([]);
	});

	it("takes no text for HTML and makes no code of text", () => {
		const scripts = readdirSync(join(directory, "assets")).filter((name) => name.endsWith(".js"));

		for (const name of scripts) expect(read(name).toString()).not.toMatch(/\beval\(|new Function|insertAdjacentHTML|document\.write/);
	});
});
