import { expect, it } from "vitest";
import { progressOf } from "./steps.ts";

it.each([
	[{}, "provider"],
	[{ step: "done" }, "provider"],
	[{ provider: "openai" }, "method"],
	[{ provider: "openai", step: "name" }, "method"],
	[{ provider: "openai", method: "telepathy" }, "method"],
	[{ provider: "openai", method: "api_key" }, "connect"],
	[{ provider: "openai", method: "api_key", step: "method" }, "method"],
	[{ provider: "openai", method: "api_key", step: "name" }, "name"],
	[{ provider: "openai", method: "oauth", login: "log_1", step: "done" }, "connect"],
	[{ provider: "openai", method: "oauth", account: "openai:a", step: "name" }, "name"],
	[{ provider: "openai", account: "openai:a", step: "connect" }, "done"],
])("%j is the step %s", (query, step) => {
	expect(progressOf(query).step).toBe(step);
});
