import fc from "fast-check";
import { expect, test } from "vitest";
import { hubRequest } from "../../../../../test/support/hub-request.ts";
import { missing, type Said, saidIn } from "../../../../../test/support/round-trip.ts";
import { runs } from "../../../../../test/support/runs.ts";
import { check } from "../../../../../test/support/vendor-rules/anthropic.ts";
import { arrayOf, objectOf, stringOf } from "../../chat/json.ts";
import type { JsonObject } from "../../chat/request.ts";
import { InvalidRequest, type ModelFacts } from "../protocol.ts";
import { anthropicMessagesUpstream } from "./index.ts";

const models = fc.record(
	{
		id: fc.constant("claude-x"),
		maxOutputTokens: fc.constantFrom(4096, 64_000),
		sampling: fc.boolean(),
		reasoning: fc.constantFrom("effort", "budget", "none"),
		structuredOutput: fc.boolean(),
	},
	{ requiredKeys: ["id"] },
) satisfies fc.Arbitrary<ModelFacts>;

function readBack(body: JsonObject): Said {
	const blocks = (role: string) =>
		arrayOf(body.messages)
			.map(objectOf)
			.flatMap((message) => (message?.role === role ? arrayOf(message.content).map(objectOf) : []));
	const texts = (found: readonly (JsonObject | undefined)[]) =>
		found.flatMap((block) => (block?.type === "text" ? [stringOf(block.text) ?? ""] : []));
	return {
		system: texts(arrayOf(body.system).map(objectOf)),
		user: texts(blocks("user")),
		assistant: texts(blocks("assistant")),
		calls: blocks("assistant").flatMap((block) => (block?.type === "tool_use" ? [block.input ?? null] : [])),
	};
}

test("whatever the hub holds is refused by us with the field's name, or accepted by Anthropic", () => {
	let accepted = 0;
	fc.assert(
		fc.property(hubRequest, models, (request, model) => {
			try {
				const { body } = anthropicMessagesUpstream.buildRequest(request, model);
				accepted++;
				expect(check(body, model.sampling === false ? { sampling: false } : {})).toEqual([]);
				expect(missing(saidIn(request), readBack(body))).toEqual([]);
			} catch (error) {
				if (!(error instanceof InvalidRequest)) throw error;
				expect(error.param).toMatch(/^(messages|tools|tool_choice)/);
			}
		}),
		{ numRuns: runs(400, 20_000) },
	);
	expect(accepted).toBeGreaterThan(50);
});
