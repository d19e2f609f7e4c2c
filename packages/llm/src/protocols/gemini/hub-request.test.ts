import fc from "fast-check";
import { expect, test } from "vitest";
import { hubRequest } from "../../../../../test/support/hub-request.ts";
import { missing, type Said, saidIn } from "../../../../../test/support/round-trip.ts";
import { runs } from "../../../../../test/support/runs.ts";
import { check } from "../../../../../test/support/vendor-rules/gemini.ts";
import { arrayOf, objectOf, stringOf } from "../../chat/json.ts";
import type { Json, JsonObject } from "../../chat/request.ts";
import { InvalidRequest, type ModelFacts } from "../protocol.ts";
import { geminiUpstream } from "./index.ts";

const models = fc.record(
	{
		id: fc.constantFrom("gemini-2.5-pro", "gemini-2.5-flash", "gemini-3-flash", "other"),
		maxOutputTokens: fc.constantFrom(4096, 64_000),
		sampling: fc.boolean(),
		reasoning: fc.constantFrom("level", "none"),
		structuredOutput: fc.boolean(),
	},
	{ requiredKeys: ["id"] },
) satisfies fc.Arbitrary<ModelFacts>;

function readBack(body: JsonObject): Said {
	const partsOf = (content: Json | undefined) => arrayOf(objectOf(content)?.parts).map((part) => objectOf(part) ?? {});
	const parts = (role: string) => arrayOf(body.contents).flatMap((content) => (objectOf(content)?.role === role ? partsOf(content) : []));
	const texts = (found: readonly JsonObject[]) =>
		found.flatMap((part) => (typeof part.text === "string" && part.thoughtSignature === undefined ? [stringOf(part.text) ?? ""] : []));
	return {
		system: texts(partsOf(body.systemInstruction)),
		user: texts(parts("user")),
		assistant: texts(parts("model")),
		calls: parts("model").flatMap(({ functionCall }) => (functionCall === undefined ? [] : [objectOf(functionCall)?.args ?? null])),
	};
}

test("whatever the hub holds is refused by us with the field's name, or accepted by Google", () => {
	let accepted = 0;
	fc.assert(
		fc.property(hubRequest, models, (request, model) => {
			try {
				const { body } = geminiUpstream.buildRequest(request, model);
				accepted++;
				expect(check(body, model.id)).toEqual([]);
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
