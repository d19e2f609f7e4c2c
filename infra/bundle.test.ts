import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DeployedFunction } from "../packages/functions/src/routes.ts";
import { bundle } from "./bundle.ts";

const names = ["proxy", "admin", "login", "web", "refresh"] as const satisfies readonly DeployedFunction[];

describe.each(names)("bundle of %s", (name) => {
	const { directory, startSize, inputs } = bundle(name);

	it("holds nothing of the local server", () => {
		const code = readdirSync(directory)
			.filter((file) => file.endsWith(".mjs"))
			.map((file) => readFileSync(join(directory, file), "utf8"));

		expect(inputs.filter((path) => /^packages\/(local|cli|web)\//.test(path))).toEqual([]);
		expect(code.join("")).not.toContain("node:sqlite");
	});

	it("holds one copy of zod", () => {
		const copies = new Set(inputs.flatMap((path) => /.*node_modules\/zod(?=\/)/.exec(path) ?? []));

		expect(copies.size).toBeLessThanOrEqual(1);
	});

	it("loads no more than 1,000 KB at its start", () => {
		expect(startSize).toBeGreaterThan(10_000);
		expect(startSize).toBeLessThanOrEqual(1_000_000);
	});

	it("is deployed without its source maps", () => {
		const others = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => !file.endsWith(".mjs"));

		expect(others.filter((file) => !file.startsWith("page"))).toEqual([]);
		expect(others.filter((file) => file.endsWith(".map"))).toEqual([]);
		expect(others.includes("page/index.html")).toBe(name === "web");
	});
});
