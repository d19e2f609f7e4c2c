import { describe, expect, it } from "vitest";
import { compile } from "./expressions.ts";
import { add, and, eq, exists, ge, not, notExists, or, set, setIfAbsent, sizeOf, unset } from "./store.ts";

describe("compile", () => {
	it("says nothing where there is nothing to say", () => {
		expect(compile([], undefined)).toEqual({});
	});

	it("aliases every name once, whatever it looks like", () => {
		const compiled = compile([set(["cooldowns", "gpt-4.1"], 1), unset("status", "cooldowns")], exists("cooldowns", "size"));

		expect(compiled).toEqual({
			UpdateExpression: "SET #n0.#n1 = :v0 REMOVE #n2.#n0",
			ConditionExpression: "attribute_exists(#n0.#n3)",
			ExpressionAttributeNames: { "#n0": "cooldowns", "#n1": "gpt-4.1", "#n2": "status", "#n3": "size" },
			ExpressionAttributeValues: { ":v0": { N: "1" } },
		});
	});

	it("writes each change in its clause", () => {
		const compiled = compile(
			[unset("a"), set(["b"], { c: [null, true, "x"] }), setIfAbsent(["d"], {}), add(["e"], -2), unset("f")],
			undefined,
		);

		expect(compiled.UpdateExpression).toBe(
			"SET #n0 = :v0, #n1 = if_not_exists(#n1, :v1), #n2 = if_not_exists(#n2, :v2) + :v3 REMOVE #n3, #n4",
		);
		expect(compiled.ExpressionAttributeValues).toEqual({
			":v0": { M: { c: { L: [{ NULL: true }, { BOOL: true }, { S: "x" }] } } },
			":v1": { M: {} },
			":v2": { N: "0" },
			":v3": { N: "-2" },
		});
	});

	it("sets parentheses where they mean something only, as DynamoDB refuses redundant ones", () => {
		const condition = and(exists("a"), or(notExists("b"), not(eq(["c"], 1))), and(or(ge(["d"], "x"))), sizeOf(["e"], "le", 3));

		expect(compile([], condition).ConditionExpression).toBe(
			"attribute_exists(#n0) AND (attribute_not_exists(#n1) OR NOT (#n2 = :v0)) AND #n3 >= :v1 AND size(#n4) <= :v2",
		);
	});
});
