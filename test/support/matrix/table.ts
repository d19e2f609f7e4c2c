import type { MatrixClient } from "./client.ts";

type ProtocolId = MatrixClient["id"];

/** Cells that are a 400 in the client's form on purpose: what is asked cannot be said to the provider without changing its meaning. */
export interface Documented400 {
	readonly client: ProtocolId;
	readonly provider: ProtocolId;
	readonly scenario: string;
	readonly reason: string;
}

export interface Cell {
	readonly client: ProtocolId;
	readonly provider: ProtocolId;
	readonly scenario: string;
	readonly stream: boolean;
	readonly outcome: "ok" | "400" | "failed";
}

export const names: Readonly<Record<ProtocolId, string>> = {
	"openai-chat": "Chat Completions",
	"openai-responses": "Responses",
	"anthropic-messages": "Messages",
	gemini: "generateContent",
};

const marks = { ok: "✓", "400": "400", failed: "✗" } as const;

/** The page that shows every cell. */
export function matrixPage(cells: readonly Cell[], scenarios: readonly string[], documented: readonly Documented400[]): string {
	const pairs = [...new Set(cells.map(({ client, provider }) => `${client} ${provider}`))];
	const markOf = (pair: string, scenario: string): string =>
		[false, true]
			.map((stream) =>
				cells.find((cell) => `${cell.client} ${cell.provider}` === pair && cell.scenario === scenario && cell.stream === stream),
			)
			.map((cell) => marks[cell?.outcome ?? "failed"])
			.join(" ");
	const row = (values: readonly string[]): string => `| ${values.join(" | ")} |`;
	const nameOf = (pair: string): string[] => pair.split(" ").map((id) => names[id as ProtocolId]);
	const notes = documented.map(
		({ client, provider, scenario, reason }) => `- ${names[client]} to ${names[provider]}, ${scenario}: ${reason}`,
	);
	return [
		"# Every client protocol to every provider protocol",
		"",
		"Written by `UPDATE_MATRIX=1 npx vitest run test/e2e/matrix.test.ts`, which fails when this page is not what it finds.",
		"Each cell is a call over HTTP through the gateway to a fake provider that refuses what the real one would refuse:",
		"first the whole answer, then the streamed one. ✓: text, reasoning, calls, finish reason, usage and errors are as the client's own",
		"protocol has them. 400: refused on purpose, see below.",
		"",
		row(["client", "provider", ...scenarios]),
		row(["---", "---", ...scenarios.map(() => ":-:")]),
		...pairs.map((pair) => row([...nameOf(pair), ...scenarios.map((scenario) => markOf(pair, scenario))])),
		"",
		`${cells.filter(({ outcome }) => outcome === "ok").length} of ${cells.length} cells pass, ${cells.filter(({ outcome }) => outcome === "400").length} are documented refusals.`,
		...(notes.length > 0 ? ["", "## Refused on purpose", "", ...notes] : []),
		"",
	].join("\n");
}
