import { expect, it } from "vitest";
import { traceOf } from "./trace.ts";

it("says where an error and its causes broke, and nothing of what they say", () => {
	class Refused extends Error {
		override readonly name = "Refused";
	}
	const error = new Refused("sk-secret in the body", { cause: new TypeError("sk-secret\n    at sk-secret") });

	const trace = traceOf(error);

	expect(trace).toMatchObject({ name: "Refused", cause: { name: "TypeError" } });
	expect(trace?.at[0]).toMatch(/^at .*trace\.test\.ts/);
	expect(JSON.stringify(trace)).not.toContain("secret");
});

it.each(["sk-secret", undefined, { message: "sk-secret" }])("says nothing of %j, which is no error", (thrown) => {
	expect(traceOf(thrown)).toBeUndefined();
});
