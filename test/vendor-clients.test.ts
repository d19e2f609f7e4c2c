import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/**
 * Shapes of OAuth clients that vendors have given to their own applications. OAuth clients are the operator's: none ships here.
 * The protocol constant of Sign in with ChatGPT is documented and names no application.
 */
const shapes: Readonly<Record<string, RegExp>> = {
	"Google's client id": /\b\d{6,}-[a-z0-9]{20,}\.apps\.googleusercontent\.com\b/,
	"Google's client secret": /\bGOCSPX-[\w-]{20,}/,
	"OpenAI's application": /\b(?:app|oaiapp)_[A-Za-z0-9]{16,}\b/,
	"Anthropic's client id (a UUID beside the words)": /client_?id["'\s:=]{1,6}[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i,
	"GitHub's application": /\bIv1\.[0-9a-f]{16}\b/,
};

const offence = (text: string): string | undefined => Object.keys(shapes).find((name) => shapes[name]?.test(text));

const tracked = (): string[] =>
	execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
		cwd: root,
		encoding: "utf8",
		maxBuffer: 64 * 1024 * 1024,
	})
		.split("\0")
		.filter((path) => path !== "" && path !== "package-lock.json" && !/\.(png|ico|woff2?)$/.test(path));

test("no vendor's client id or secret is anywhere in the repository", () => {
	const found = tracked().flatMap((path) => {
		try {
			const name = offence(readFileSync(join(root, path), "utf8"));
			return name === undefined ? [] : [`${path}: ${name}`];
		} catch {
			// Removed, and not committed yet.
			return [];
		}
	});

	expect(found).toEqual([]);
});

test.each([
	`123456789012-${"abcdefghij0123456789abcd"}.apps.${"googleusercontent.com"}`,
	`GOCSPX${"-"}${"AbCdEfGhIjKlMnOpQrStUvWx"}`,
	`app${"_"}${"AbCdEf0123456789GhIj"}`,
	`client_id: "01234567${"-"}89ab-4cde-8f01-23456789abcd"`,
	`Iv1${"."}0123456789abcdef`,
])("a planted one would be found (%#)", (planted) => {
	expect(offence(planted)).toBeDefined();
});
