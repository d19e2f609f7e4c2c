import { describe, expect, it } from "vitest";
import { gatewayForEach, linkAlphaAndBeta } from "../support/gateway-for-each.ts";

import { tally } from "../support/load.ts";

const { gateway, upstream } = await gatewayForEach({
	prepare: async (scene) => {
		await linkAlphaAndBeta(scene);
		await scene.gateway.admin("PUT", "/admin/routing", {
			aliases: { best: "alpha/alpha-large", fast: "beta/beta-small" },
			fallbacks: { "alpha/alpha-large": ["beta/beta-large"] },
			auto: ["alpha/alpha-large", "beta/beta-small"],
		});
	},
});

interface Limits {
	readonly providers?: readonly string[];
	readonly models?: readonly string[];
	readonly profiles?: readonly string[];
}

/** A client whose key has these limits. */
async function clientWith(limits: Limits) {
	const { key } = await gateway.admin<{ key: string }>("POST", "/admin/keys", { name: "limited", scopes: ["proxy"], ...limits });
	const headers = { authorization: `Bearer ${key}` };
	return {
		/** Who answered, or the error's code. */
		async ask(model: string): Promise<string> {
			const response = await gateway.chat({ model, messages: [{ role: "user", content: "hi" }] }, headers);
			const body = (await response.json()) as { error?: { code: string } };
			return body.error ? `${response.status} ${body.error.code}` : (response.headers.get("x-smart-router-profile") ?? "none");
		},
		async models(): Promise<string[]> {
			const response = await gateway.call("GET", "/v1/models", undefined, headers);
			return ((await response.json()) as { data: { id: string }[] }).data.map(({ id }) => id);
		},
		model: async (id: string): Promise<number> => (await gateway.call("GET", `/v1/models/${id}`, undefined, headers)).status,
	};
}

const refused = "403 permission_denied";

describe("a key without limits", () => {
	it("reaches everything", async () => {
		const client = await clientWith({});

		expect(await client.models()).toEqual([
			"auto",
			"auto:eco",
			"auto:premium",
			"best",
			"fast",
			"alpha/alpha-large",
			"alpha/alpha-small",
			"beta/beta-large",
			"beta/beta-small",
		]);
		expect(await client.ask("auto")).toMatch(/^alpha:/);
		expect(await client.ask("beta/beta-small")).toMatch(/^beta:/);
	});
});

describe("a key for one provider", () => {
	it("is kept to it by auto, by name and by alias, and sees no other model", async () => {
		const client = await clientWith({ providers: ["beta"] });

		expect(await client.ask("auto")).toMatch(/^beta:/);
		expect(await client.ask("beta/beta-large")).toMatch(/^beta:/);
		expect(await client.ask("fast")).toMatch(/^beta:/);
		expect(await client.ask("alpha/alpha-small")).toBe(refused);
		expect(await client.ask("alpha-small")).toBe(refused);
		expect(await client.models()).toEqual(["auto", "auto:eco", "auto:premium", "best", "fast", "beta/beta-large", "beta/beta-small"]);
		expect(await client.model("alpha/alpha-large")).toBe(404);
	});

	it("may fall back within its limits only", async () => {
		const client = await clientWith({ providers: ["alpha"] });
		for (const label of ["alpha-0", "alpha-1"]) upstream.script(`sk-fake-${label}`, { status: 503 });

		expect(await client.ask("best")).toBe("503 upstream_error");
		expect(
			upstream
				.chats()
				.map(({ apiKey }) => apiKey)
				.sort(),
		).toEqual(["sk-fake-alpha-0", "sk-fake-alpha-1"]);
	});
});

describe("a key for some models", () => {
	it.each(["beta-small", "beta/beta-small"])("is kept to them: %s", async (model) => {
		const client = await clientWith({ models: [model] });

		expect(await client.ask("auto")).toMatch(/^beta:/);
		expect(await client.ask("beta/beta-small")).toMatch(/^beta:/);
		expect(await client.ask("fast")).toMatch(/^beta:/);
		expect(await client.ask("best")).toBe(refused);
		expect(await client.ask("beta/beta-large")).toBe(refused);
		expect(await client.models()).toEqual(["auto", "auto:eco", "auto:premium", "fast", "beta/beta-small"]);
	});
});

describe("a key for some accounts", () => {
	it("is served by them alone", async () => {
		const client = await clientWith({ profiles: ["beta:beta-1", "alpha:alpha-0"] });

		const profiles: string[] = [];
		for (let request = 0; request < 4; request++) profiles.push(await client.ask("auto"), await client.ask("beta/beta-large"));

		expect(tally(profiles)).toEqual({ "alpha:alpha-0": 4, "beta:beta-1": 4 });
	});

	it("goes to the provider of its accounts, and sees the models of no other", async () => {
		const client = await clientWith({ profiles: ["beta:beta-1"] });

		expect(await client.ask("auto")).toBe("beta:beta-1");
		expect(await client.ask("alpha/alpha-large")).toBe("beta:beta-1");
		expect(await client.ask("alpha/alpha-small")).toBe("503 no_account_available");
		expect(await client.models()).toEqual(["auto", "auto:eco", "auto:premium", "best", "fast", "beta/beta-large", "beta/beta-small"]);
	});

	it("waits for them when they rest, whoever else is free", async () => {
		const client = await clientWith({ profiles: ["beta:beta-1"] });
		await gateway.admin("PUT", "/admin/accounts/beta:beta-1/cooldowns/*", { seconds: 300 });

		expect(await client.ask("beta/beta-large")).toBe("429 rate_limited");
		expect(upstream.chats()).toEqual([]);
	});
});
