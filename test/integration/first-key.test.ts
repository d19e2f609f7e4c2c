import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createPrincipals } from "@smart-router/core/api-key/principals.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gatherFacts } from "../../packages/cli/src/doctor/facts.ts";
import { useFirstKey } from "../../scripts/first-key.ts";
import { createMemoryStore } from "../support/memory-store.ts";

const key = "the-secret-of-a-new-stage-0001";

/** A new stage as API Gateway and its functions serve it: `admin` may read the secret, `proxy` may not and remembers for 10 s whom it does not know. */
let server: Server;
let url: string;
let asked: string[];
/** Statuses before the stage answers. */
let early: number[];
beforeEach(async () => {
	const store = createMemoryStore();
	const [admin, proxy] = [
		createPrincipals({ store, clock: Date.now, firstKeySecret: async () => key }),
		createPrincipals({ store, clock: Date.now }),
	];
	asked = [];
	early = [];
	server = createServer(async (request, response) => {
		const path = request.url ?? "/";
		asked.push(path);
		const presented = request.headers.authorization?.replace("Bearer ", "") ?? "";
		const known = path === "/health" || (await (path.startsWith("/admin/") ? admin : proxy).find(presented)) !== undefined;
		response.writeHead(early.shift() ?? (known ? 200 : 401), { "content-type": "application/json" }).end('{"data":[]}');
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => server.close());

const noWait = async (): Promise<void> => undefined;

describe("the first admin key of a new stage", () => {
	it("is accepted by doctor as the first command of all", async () => {
		const facts = await gatherFacts(
			{ url, urlFrom: "SMART_ROUTER_URL", key, keyFrom: "SMART_ROUTER_KEY", configPath: "/none" },
			"0.1.0",
			{},
		);

		expect([facts.accounts?.status, facts.models?.status]).toEqual([200, 200]);
	});

	it("counts everywhere once the deploy has used it, though the stage needs a moment", async () => {
		early = [403, 500];

		const counts = await useFirstKey({ url, key }, noWait);
		const chat = await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });

		expect([counts, chat.status]).toEqual([true, 200]);
		expect(asked.filter((path) => path.startsWith("/admin/"))).toHaveLength(3);
	});

	it("is not waited for without end where nobody answers", async () => {
		server.close();

		expect(await useFirstKey({ url, key }, noWait)).toBe(false);
	});

	it("needs no second try where the stage has another one", async () => {
		expect(await useFirstKey({ url, key: "a-key-that-is-not-the-secret" }, noWait)).toBe(true);
		expect(asked).toHaveLength(1);
	});
});
