import { afterEach, beforeEach, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
	stage = await openStage();
	await stage.link({ label: "work" });
});
afterEach(() => stage.close());

it.each(["/admin/accounts", "/admin/pools"])("%s is sent again only when something changed", async (path) => {
	const look = (ifNoneMatch: string) => stage.call("GET", path, { headers: { "if-none-match": ifNoneMatch } });
	const { etag = "" } = (await stage.call("GET", path)).headers;

	const same = [await look(etag), await look(`"other", W/${etag}`)];
	await stage.ok("PUT", "/admin/accounts/openai:work/cooldowns/*", { seconds: 60 });
	const changed = await look(etag);
	const known = await look(changed.headers["etag"] ?? "");
	stage.pass(60_000);
	const over = await look(changed.headers["etag"] ?? "");

	expect(same.map(({ status, body, headers }) => [status, body, headers["etag"]])).toEqual(Array(2).fill([304, "", etag]));
	expect([changed.status, known.status, over.status]).toEqual([200, 304, 200]);
	expect(changed.headers["etag"]).not.toBe(etag);
});

it("a thing with a revision is always sent: its state may have changed", async () => {
	const { etag = "" } = (await stage.call("GET", "/admin/accounts/openai:work")).headers;

	const again = await stage.call("GET", "/admin/accounts/openai:work", { headers: { "if-none-match": etag } });

	expect(again.status).toBe(200);
});

it("what another key may see is no answer for this one", async () => {
	const other = await stage.makeKey({ scopes: ["accounts:read"], providers: ["anthropic"] });
	const { etag = "" } = (await stage.call("GET", "/admin/accounts")).headers;

	const theirs = await stage.call("GET", "/admin/accounts", { key: other, headers: { "if-none-match": etag } });

	expect([theirs.status, theirs.json()]).toEqual([200, { data: [], nextCursor: null }]);
});
