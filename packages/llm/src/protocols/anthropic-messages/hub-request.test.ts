import fc from "fast-check";
import { expect, test } from "vitest";
import { hubRequest } from "../../../../../test/support/hub-request.ts";
import { runs } from "../../../../../test/support/runs.ts";
import { check } from "../../../../../test/support/vendor-rules/anthropic.ts";
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

test("whatever the hub holds is refused by us with the field's name, or accepted by Anthropic", () => {
	let accepted = 0;
	fc.assert(
		fc.property(hubRequest, models, (request, model) => {
			try {
				const { body } = anthropicMessagesUpstream.buildRequest(request, model);
				accepted++;
				expect(check(body, model.sampling === false ? { sampling: false } : {})).toEqual([]);
			} catch (error) {
				if (!(error instanceof InvalidRequest)) throw error;
				expect(error.param).toMatch(/^(messages|tools|tool_choice)/);
			}
		}),
		{ numRuns: runs(400, 20_000) },
	);
	expect(accepted).toBeGreaterThan(50);
});
