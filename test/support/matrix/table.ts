import type { MatrixClient } from "./client.ts";
import type { Scenario } from "./scenarios.ts";

type ProtocolId = MatrixClient["id"];

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

/** The page that shows every cell: what all can, and what only some can. */
export function matrixPage(cells: readonly Cell[], scenarios: readonly Scenario[], special: readonly Scenario[]): string {
	const of = (outcome: Cell["outcome"]): number => cells.filter((cell) => cell.outcome === outcome).length;
	return [
		"# Every client protocol to every provider protocol",
		"",
		"Written by `UPDATE_MATRIX=1 npx vitest run test/e2e/matrix.test.ts`, which fails when this page is not what it finds.",
		"Each cell is a call over HTTP through the gateway to a fake provider that refuses what the real one would refuse:",
		"first the whole answer, then the streamed one. ✓: text, reasoning, calls, finish reason, usage and errors are as the client's own",
		"protocol has them. 400: refused on purpose, in the client's own form of an error, see below. –: the client's protocol has no word for it.",
		"",
		...table(cells, scenarios),
		"",
		"## What only some can",
		"",
		...table(cells, special),
		"",
		`${of("ok")} of ${cells.length} cells pass, ${of("400")} are refusals on purpose, ${of("failed")} fail.`,
		"",
		"## Refused on purpose",
		"",
		"A request that names several models (an alias, `auto`) goes to the first that can do what is asked; the 400 comes when none can.",
		"",
		...special.map((scenario) => `- ${scenario.name}: ${reasonOf(scenario, cells)}`),
		"",
	].join("\n");
}

function table(cells: readonly Cell[], scenarios: readonly Scenario[]): string[] {
	const pairs = [...new Set(cells.map(({ client, provider }) => `${client} ${provider}`))];
	const markOf = (pair: string, scenario: string): string => {
		const own = cells.filter((cell) => `${cell.client} ${cell.provider}` === pair && cell.scenario === scenario);
		if (own.length === 0) return "–";
		return [false, true].map((stream) => marks[own.find((cell) => cell.stream === stream)?.outcome ?? "failed"]).join(" ");
	};
	const row = (values: readonly string[]): string => `| ${values.join(" | ")} |`;
	const nameOf = (pair: string): string[] => pair.split(" ").map((id) => names[id as ProtocolId]);
	return [
		row(["client", "provider", ...scenarios.map(({ name }) => name)]),
		row(["---", "---", ...scenarios.map(() => ":-:")]),
		...pairs.map((pair) => row([...nameOf(pair), ...scenarios.map(({ name }) => markOf(pair, name))])),
	];
}

const reasonOf = ({ name, refusal }: Scenario, cells: readonly Cell[]): string =>
	cells.flatMap((cell) => (cell.scenario === name && cell.outcome === "400" ? [refusal?.(cell.client, cell.provider) ?? ""] : []))[0] ?? "";
