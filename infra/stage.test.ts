import { describe, expect, it } from "vitest";
import { readStage } from "./stage.ts";

describe("readStage", () => {
	it("keeps data on prod only", () => {
		expect(readStage("prod", {}).keepsData).toBe(true);
		expect(readStage("production", {}).keepsData).toBe(false);
	});

	it("lets a test stage reach private addresses, and never prod", () => {
		const env = { SMART_ROUTER_ALLOW_PRIVATE_UPSTREAMS: "true" };

		expect(readStage("ci", env).allowPrivateUpstreams).toBe(true);
		expect(readStage("ci", {}).allowPrivateUpstreams).toBe(false);
		expect(() => readStage("prod", env)).toThrow(/prod never accepts private upstream addresses/);
	});

	it.each(["", "Prod", "9lives", "a_b", "x".repeat(21)])("refuses %j as a name", (name) => {
		expect(() => readStage(name, {})).toThrow(/cannot name a stage/);
	});

	it("wants a certificate with a domain", () => {
		expect(() => readStage("ci", { SMART_ROUTER_DOMAIN: "llm.example.com" })).toThrow(/SMART_ROUTER_CERTIFICATE_ARN/);
		expect(readStage("ci", { SMART_ROUTER_DOMAIN: "llm.example.com", SMART_ROUTER_CERTIFICATE_ARN: "arn" }).domain).toEqual({
			name: "llm.example.com",
			certificateArn: "arn",
		});
	});
});
