import { afterAll, beforeAll, expect, it } from "vitest";
import { countCalls } from "../../support/count-calls.ts";
import { type FakeUpstream, startFakeUpstream } from "../../support/fake-upstream/fake-upstream.ts";

let upstream: FakeUpstream;
beforeAll(async () => {
	upstream = await startFakeUpstream();
});
afterAll(() => upstream.close());

it.each([false, true])(
	"a warm request costs one Query and one conditional update before the upstream call, and no key call (stream: %s)",
	async (stream) => {
		const calls = await countCalls(upstream, stream);

		expect(calls["before the upstream call"]).toEqual(["query", "update"]);
		expect(calls["after the answer"]).toEqual(["update", "put", "update"]);
	},
);

it("a turn of a conversation costs one Get more, beside the Query", async () => {
	const calls = await countCalls(upstream, true, "session");

	expect(calls["before the upstream call"].toSorted()).toEqual(["get", "query", "update"]);
	expect(calls["after the answer"]).toEqual(["update", "put", "update"]);
});
