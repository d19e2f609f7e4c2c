import { expect, it } from "vitest";
import { createEmf } from "./emf.ts";

function open() {
	const lines: string[] = [];
	return { lines, meter: createEmf({ clock: () => 1_700_000_000_000, stage: "prod", write: (line) => lines.push(line) }) };
}

it("writes what a call counted as one line that CloudWatch makes metrics of", () => {
	const { lines, meter } = open();

	meter.count("client_requests", {});
	meter.count("exhausted_requests", { provider: "openai" });
	meter.count("exhausted_requests", { provider: "anthropic" });
	meter.flush();

	expect(lines).toHaveLength(1);
	expect(lines[0]).toMatch(/^\{.*\}\n$/);
	expect(JSON.parse(lines[0] ?? "")).toEqual({
		_aws: {
			Timestamp: 1_700_000_000_000,
			CloudWatchMetrics: [
				{
					Namespace: "SmartRouter",
					Dimensions: [["Stage"]],
					Metrics: [
						{ Name: "ClientRequests", Unit: "Count" },
						{ Name: "ExhaustedRequests", Unit: "Count" },
					],
				},
			],
		},
		Stage: "prod",
		ClientRequests: 1,
		ExhaustedRequests: 2,
	});
});

it("counts each thing once, and writes nothing for what costs money and nobody watches", () => {
	const { lines, meter } = open();

	meter.count("client_requests", {});
	meter.flush();
	meter.count("answers", { function: "admin", status: "200" });
	meter.answered("admin", 1);
	meter.flush();

	expect(lines).toHaveLength(1);
});
