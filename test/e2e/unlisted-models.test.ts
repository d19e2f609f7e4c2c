import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { keyOf, startTestGateway, type TestGateway } from "../support/gateway.ts";

/** A provider for which neither a catalog nor an admin names any model: what it lists itself is all that is known. */

let upstream: FakeUpstream;
let gateway: TestGateway;

beforeAll(async () => {
	upstream = await startFakeUpstream();
});
afterAll(() => upstream.close());
beforeEach(async () => {
	gateway = await startTestGateway();
});
afterEach(async () => {
	await gateway.close();
	upstream.reset();
});

const mine = () => ({ id: "mine", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1` }) as const;
const lists = (...ids: readonly string[]) =>
	upstream.script(keyOf("work"), { on: "models", status: 200, body: { object: "list", data: ids.map((id) => ({ id })) } });
const auto = (more: object = {}) => gateway.chat({ model: "auto", messages: [{ role: "user", content: "Say hi" }], ...more });
const answered = ({ status, headers }: Response) => [status, headers.get("x-smart-router-provider"), headers.get("x-smart-router-model")];

describe("a provider's own list", () => {
	it("is enough for auto, which leaves out what is no chat model by its name", async () => {
		lists("nomic-embed-text", "llama-next", "qwen-next");
		await gateway.link(mine(), ["work"]);

		expect(answered(await auto())).toEqual([200, "mine", "llama-next"]);
	});

	it("comes after all models of which something is known", async () => {
		lists("llama-next");
		await gateway.link(mine(), ["work"]);
		await gateway.link({ id: "openai", baseUrl: `${upstream.origin}/v1` }, ["openai"]);

		const { plan } = await gateway.admin<{ plan: { provider: string }[] }>("POST", "/admin/route", {
			messages: [{ role: "user", content: "Say hi" }],
		});

		expect(plan.map(({ provider }) => provider).at(-1)).toBe("mine");
		expect(answered(await auto())[1]).toBe("openai");
	});

	it("does not add to what an admin said the provider serves", async () => {
		lists("llama-next");
		await gateway.link({ ...mine(), models: ["only-this"] }, ["work"]);

		expect(answered(await auto())).toEqual([200, "mine", "only-this"]);
		expect((await gateway.call("GET", "/v1/models/mine/llama-next")).status).toBe(404);
	});
});

describe("a model of the provider's list that the provider then does not know", () => {
	it("rests at the account, and the next account is asked", async () => {
		lists("llama-next");
		await gateway.link(mine(), ["work", "spare"]);
		const gone = { error: { message: "The model `llama-next` does not exist", type: "invalid_request_error", code: "model_not_found" } };
		upstream.script(keyOf("work"), { status: 404, body: gone });
		upstream.script(keyOf("spare"), {});

		const responses = [await auto({ model: "mine/llama-next" }), await auto({ model: "mine/llama-next" })];
		const { cooldowns } = await gateway.admin<{ cooldowns: { scope: string; until: string }[] }>("GET", "/admin/accounts/mine:work");

		expect(responses.map(({ headers }) => headers.get("x-smart-router-profile"))).toEqual(["mine:spare", "mine:spare"]);
		expect(cooldowns).toMatchObject([{ scope: "llama-next" }]);
		expect(Date.parse(cooldowns[0]?.until ?? "") - Date.now()).toBeGreaterThan(11 * 3_600_000);
	});
});

describe("auto, when no model is known of what is linked", () => {
	it("says so and what to do, and works once the list was read", async () => {
		upstream.script(keyOf("work"), { on: "models", status: 200, body: { object: "list", data: [] } });
		await gateway.link(mine(), ["work"]);

		const before = await auto();
		lists("llama-next");
		await gateway.admin("POST", "/admin/accounts/mine:work/verify");
		const after = await auto();

		expect([before.status, await before.json()]).toMatchObject([
			503,
			{
				error: {
					code: "no_account_available",
					message: expect.stringMatching(
						/^Linked: mine\. No chat model is known there.* Name one: mine\/<model>.*set the provider's models.*accounts verify/,
					),
				},
			},
		]);
		expect(answered(after)).toEqual([200, "mine", "llama-next"]);
	});

	it("does not go to the sandbox instead", async () => {
		await gateway.close();
		gateway = await startTestGateway({ sandbox: true });
		upstream.script(keyOf("work"), { on: "models", status: 200, body: { object: "list", data: [] } });
		await gateway.link(mine(), ["work"]);

		expect((await auto()).status).toBe(503);
	});
});
