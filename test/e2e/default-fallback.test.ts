import { describe, expect, it } from "vitest";
import { keyOf } from "../support/gateway.ts";
import { gatewayForEach } from "../support/gateway-for-each.ts";

/** All accounts of a named model's provider are limited: who answers is one setting. */

const { gateway } = await gatewayForEach({
	async prepare({ gateway, upstream }) {
		await gateway.link(
			{ id: "mine", protocol: "anthropic-messages", baseUrl: upstream.origin, models: ["claude-opus-5-5-thinking", "own"] },
			["mine"],
		);
		upstream.script(keyOf("mine"), { status: 429, headers: { "retry-after": "50" } });
		for (const id of ["anthropic", "openai"] as const) {
			await gateway.link({ id, baseUrl: id === "openai" ? `${upstream.origin}/v1` : upstream.origin }, [id]);
		}
	},
});

const ask = (model: string, more: object = {}) => gateway.chat({ model, messages: [{ role: "user", content: "Say hi" }], ...more });
const allow = (defaultFallback: string) => gateway.admin("PUT", "/admin/routing", { defaultFallback });
const answered = ({ status, headers }: Response) => [status, headers.get("x-smart-router-provider"), headers.get("x-smart-router-model")];

describe("a named model whose accounts all rest", () => {
	it("is answered by nobody else unless the settings say so, and the 429 names the setting", async () => {
		const response = await ask("mine/own");

		expect([response.status, await response.json()]).toMatchObject([
			429,
			{ error: { message: expect.stringContaining("smart-router settings --fallback auto") } },
		]);
	});

	it("is answered by the same model at another provider", async () => {
		await allow("same-model");

		expect(answered(await ask("mine/claude-opus-5-5-thinking"))).toEqual([200, "anthropic", "claude-opus-5-5"]);
		expect((await ask("mine/own")).status).toBe(429);
	});

	it("is answered by what auto chooses, after the same model, and stays EXPLICIT", async () => {
		await allow("auto");

		const own = await ask("mine/own");
		const same = await ask("mine/claude-opus-5-5-thinking");

		expect([own.status, own.headers.get("x-smart-router-tier")]).toEqual([200, "EXPLICIT"]);
		expect(own.headers.get("x-smart-router-provider")).not.toBe("mine");
		expect(answered(same)).toEqual([200, "anthropic", "claude-opus-5-5"]);
	});

	it("goes first to what the settings name for it", async () => {
		await gateway.admin("PUT", "/admin/routing", { defaultFallback: "auto", fallbacks: { "mine/own": ["openai/gpt-6.1-terra"] } });

		expect(answered(await ask("mine/own"))).toEqual([200, "openai", "gpt-6.1-terra"]);
	});

	it("falls back within the key's limits only", async () => {
		await allow("auto");
		const { key } = await gateway.admin<{ key: string }>("POST", "/admin/keys", { name: "k", scopes: ["proxy"], providers: ["mine"] });

		const response = await gateway.chat(
			{ model: "mine/own", messages: [{ role: "user", content: "Say hi" }] },
			{ authorization: `Bearer ${key}` },
		);

		expect(response.status).toBe(429);
	});
});
