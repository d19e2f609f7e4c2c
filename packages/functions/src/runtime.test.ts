import { KeysError } from "@smart-router/core/keys/keys.ts";
import { expect, it } from "vitest";
import { createMemoryStore } from "../../../test/support/memory-store.ts";
import { createRegistry } from "./metrics/registry.ts";
import { createDeps } from "./runtime.ts";

it("a fault that fails no request is logged without what it says, and counted", () => {
	const lines: unknown[] = [];
	const line = (message: string, fields: object) => void lines.push({ message, ...fields });
	const refuse = () => Promise.reject(new KeysError("refused", "no keys here"));
	const metrics = createRegistry();
	const { onFault } = createDeps({
		store: createMemoryStore(),
		keys: { generateDataKey: refuse, decrypt: refuse },
		clock: () => 0,
		random: () => 0,
		http: refuse,
		stage: "test",
		baseUrls: { allowPrivate: false, allowHttp: false },
		log: { info: line, error: line },
		metrics,
	});

	onFault("write affinity", new TypeError("User: arn:aws:… may not, body was sk-secret"));
	onFault("write affinity", "sk-secret");

	expect(lines).toMatchObject([{ message: "write affinity", error: { name: "TypeError" } }, { message: "write affinity" }]);
	expect(JSON.stringify(lines)).not.toContain("secret");
	expect(metrics.text()).toContain('smart_router_faults_total{what="write affinity"} 2');
});
