import type { Context } from "../context.ts";
import { print, printJson, terminalWidth } from "../output.ts";
import { table } from "../table.ts";

/** A model of `GET /v1/models` in OpenAI's form (docs/reference/models-and-embeddings.md). */
interface Model {
	readonly id: string;
	readonly smart_router?: {
		readonly context_length?: number;
		readonly max_output_tokens?: number;
		readonly pricing?: { readonly input?: number; readonly output?: number };
	};
}

interface ModelList {
	readonly data: readonly Model[];
}

const columns = [{ title: "MODEL", shrink: 1 }, { title: "CONTEXT" }, { title: "OUTPUT" }, { title: "$/M IN" }, { title: "$/M OUT" }];

export async function listModels({ client, json }: Context, { provider }: { readonly provider?: string }): Promise<void> {
	const list = await client<ModelList>("GET", "/v1/models");
	const shown = { ...list, data: provider === undefined ? list.data : list.data.filter(({ id }) => id.startsWith(`${provider}/`)) };
	if (json) return printJson(shown);
	print(shown.data.length === 0 ? "No models." : table(columns, shown.data.map(rowOf), terminalWidth()));
}

const rowOf = ({ id, smart_router: facts = {} }: Model): readonly string[] => [
	id,
	tokens(facts.context_length),
	tokens(facts.max_output_tokens),
	price(facts.pricing?.input),
	price(facts.pricing?.output),
];

const tokens = (count: number | undefined): string =>
	count === undefined ? "-" : count >= 1000 ? `${Math.round(count / 1000)}k` : String(count);
const price = (usd: number | undefined): string => (usd === undefined ? "-" : String(usd));
