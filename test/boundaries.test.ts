import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { crossesTable, crossesThings, findCycles, packageOf, undeclared } from "./support/boundaries/rules.ts";
import { type Import, isTest, readSource, readSources, type Source } from "./support/boundaries/source.ts";

const root = join(import.meta.dirname, "..");
const sources = readSources(root);
const production = sources.filter((source) => !isTest(source.path));

type Rule = (path: string, one: Import) => string | undefined;

/** `path:line  reason` of every import that breaks the rule. */
const offences = (among: readonly Source[], rule: Rule): readonly string[] =>
	among.flatMap(({ path, imports }) =>
		imports.flatMap((one) => {
			const reason = rule(path, one);
			return reason === undefined ? [] : [`${path}:${one.line}  ${reason}`];
		}),
	);

function dependenciesOf(name: string): ReadonlySet<string> {
	const manifest: unknown = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
	const listed = typeof manifest === "object" && manifest !== null && "dependencies" in manifest ? manifest.dependencies : {};
	return new Set(Object.keys(listed ?? {}));
}

describe("the project", () => {
	test("imports only what the table of the architecture allows", () => {
		expect(
			offences(
				production.filter((source) => !source.path.endsWith("/build.ts")),
				crossesTable,
			),
		).toEqual([]);
	});

	test("keeps the things of core apart", () => {
		expect(offences(production, crossesThings)).toEqual([]);
	});

	test("has no cycles between folders", () => {
		expect(findCycles(production)).toEqual([]);
	});

	test("declares every package it imports", () => {
		const inPackages = production.filter(({ path }) => /^packages\/[^/]+\/src\//.test(path));
		const names = [...new Set(inPackages.map((source) => packageOf(source.path)))];
		const declared = new Map(names.map((name) => [name, dependenciesOf(name)]));

		expect(offences(inPackages, (path, one) => undeclared(path, one, declared.get(packageOf(path)) ?? new Set()))).toEqual([]);
	});

	test("imports no test from a source", () => {
		const rule: Rule = (_path, { file }) => (file !== undefined && isTest(file) ? `${file} is for tests` : undefined);

		expect(offences(production, rule)).toEqual([]);
	});

	test("reads no environment in llm", () => {
		expect(
			production.filter(({ path, text }) => packageOf(path) === "llm" && /\bprocess\.env\b/.test(text)).map(({ path }) => path),
		).toEqual([]);
	});

	test("groups by thing and keeps files small", () => {
		const vague = sources
			.map(({ path }) => path)
			.filter((path) => /(^|\/)(utils?|helpers?|commons?|managers?|services?|misc)(\/|\.ts$)/i.test(path));
		const long = production
			.filter(({ path }) => !path.endsWith(".schema.ts"))
			.map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
			.filter(({ lines }) => lines > 400)
			.map(({ path, lines }) => `${path}: ${lines} lines`);

		expect([...vague, ...long]).toEqual([]);
	});
});

describe("the rules see", () => {
	const planted = (path: string, line: string, rule: Rule) => offences([readSource(path, `// first line\n${line}\n`)], rule);

	test.each([
		["packages/llm/src/chat/a.ts", 'import { x } from "@smart-router/core/store/store.ts";'],
		["packages/llm/src/chat/a.ts", 'import { readFileSync } from "node:fs";'],
		["packages/llm/src/chat/a.ts", 'import type { Store } from "../../../core/src/store/store.ts";'],
		["packages/core/src/a/a.ts", 'import middy from "@middy/core";'],
		["packages/core/src/a/a.ts", 'export * from "@smart-router/functions/routes.ts";'],
		["packages/functions/src/a.ts", 'const x = await import("@smart-router/local/main.ts");'],
		["packages/functions/src/a.ts", 'import { DynamoDBClient } from "@aws-sdk/client-dynamodb";'],
		["packages/local/src/a.ts", 'import "@smart-router/cli/main.ts";'],
		["packages/local/src/a.ts", 'import { main } from "../../cli/src/main.ts";'],
		["packages/cli/src/a.ts", 'import {\n\tclaim,\n} from "@smart-router/core/selection/claim.ts";'],
		["packages/web/src/a.ts", 'import { KMSClient } from "@aws-sdk/client-kms";'],
		["infra/a.ts", 'import { deps } from "../packages/functions/src/deps.ts";'],
	])("%s: %s", (path, line) => {
		expect(planted(path, line, crossesTable)).toEqual([expect.stringContaining(`${path}:2  `)]);
	});

	test("one thing of core reaching into another, but not composition, ground or types", () => {
		const reach = 'import { mark } from "../cooldown/mark.ts";';

		expect(planted("packages/core/src/selection/a.ts", reach, crossesThings)).toHaveLength(1);
		expect(planted("packages/core/src/forward/a.ts", reach, crossesThings)).toEqual([]);
		expect(planted("packages/core/src/selection/a.ts", 'import type { Mark } from "../cooldown/mark.ts";', crossesThings)).toEqual([]);
		expect(planted("packages/core/src/selection/a.ts", 'import { eq } from "../store/store.ts";', crossesThings)).toEqual([]);
	});

	test("a ring of folders", () => {
		const ring = [
			readSource("packages/core/src/a/one.ts", 'import { two } from "../b/two.ts";'),
			readSource("packages/core/src/b/two.ts", 'import { three } from "../c/three.ts";'),
			readSource("packages/core/src/c/three.ts", 'import { other } from "../a/other.ts";'),
		];

		expect(findCycles(ring)).toEqual(["packages/core/src/a -> packages/core/src/b -> packages/core/src/c -> packages/core/src/a"]);
	});

	test("a package that is not declared", () => {
		const rule: Rule = (path, one) => undeclared(path, one, new Set(["zod"]));

		expect(planted("packages/llm/src/a.ts", 'import x from "left-pad/deep.js";', rule)).toEqual([
			expect.stringContaining("left-pad is no dependency"),
		]);
		expect(planted("packages/llm/src/a.ts", 'import { z } from "zod";', rule)).toEqual([]);
	});
});
