import type { z } from "zod";
import type { CatalogModel, catalogFile } from "./catalog.schema.ts";

export type Catalog = z.infer<typeof catalogFile>;

/** A model as `GET /v1/models` in OpenAI's form tells of it. */
export interface OfferedModel {
	/** `provider/model`. */
	readonly id: string;
	readonly smart_router?: {
		/** The provider's own list has it today. */
		readonly listed_by_provider?: boolean | undefined;
		readonly context_length?: number | undefined;
		readonly max_output_tokens?: number | undefined;
		readonly pricing?:
			| { readonly input: number; readonly output?: number | undefined; readonly cache_read?: number | undefined }
			| undefined;
		readonly capabilities?: {
			readonly embeddings?: boolean | undefined;
			readonly tools?: boolean | undefined;
			readonly images?: boolean | undefined;
			readonly pdf?: boolean | undefined;
			readonly structured_output?: boolean | undefined;
		};
	};
}

export interface Merged {
	readonly catalog: Catalog;
	/** For people: what changed, what is new and lacks facts, what the provider lists no more. */
	readonly notes: readonly string[];
}

/**
 * The catalog with what providers list of it today. Pure. Numbers and abilities of known models follow the provider; what no provider tells stays. A new
 * model is named and not added: its price and line are for a person to look up. Nor is one removed that its provider lists no more.
 */
export function mergeListed(catalog: Catalog, offered: readonly OfferedModel[], today: string): Merged {
	const listed = new Map(offered.filter(({ smart_router: facts }) => facts?.listed_by_provider).map((model) => [model.id, model] as const));
	const providers = new Set([...listed.keys()].map((id) => id.slice(0, id.indexOf("/"))));
	const notes: string[] = [];
	const models = catalog.models.map((model) => {
		const told = listed.get(nameOf(model));
		if (!told) {
			if (providers.has(model.provider))
				notes.push(`- ${nameOf(model)} is in the catalog; its provider's list has it no more, or tells nothing of it`);
			return model;
		}
		const merged = withFacts(model, told);
		const changes = differences(model, merged);
		if (changes.length > 0) notes.push(`~ ${nameOf(model)}: ${changes.join(", ")}`);
		return merged;
	});
	const known = new Set(catalog.models.map(nameOf));
	const builtIn = new Set(catalog.models.map(({ provider }) => provider));
	for (const [id, { smart_router: facts }] of listed) {
		if (known.has(id) || !builtIn.has(id.slice(0, id.indexOf("/"))) || facts?.capabilities?.embeddings) continue;
		notes.push(
			`+ ${id} is new: context ${facts?.context_length ?? "unknown"}, output ${facts?.max_output_tokens ?? "unknown"}; add it by hand with its price`,
		);
	}
	return { catalog: listed.size === 0 ? catalog : { ...catalog, asOf: today, models }, notes };
}

const nameOf = ({ provider, id }: CatalogModel): string => `${provider}/${id}`;

function withFacts(model: CatalogModel, { smart_router: facts }: OfferedModel): CatalogModel {
	const { context_length, max_output_tokens, pricing, capabilities: can } = facts ?? {};
	return {
		...model,
		context: context_length ?? model.context,
		maxOutput: max_output_tokens ?? model.maxOutput,
		price: {
			...model.price,
			...(pricing && { input: pricing.input }),
			...(pricing?.output !== undefined && { output: pricing.output }),
			...(pricing?.cache_read !== undefined && { cacheRead: pricing.cache_read }),
		},
		tools: can?.tools ?? model.tools,
		images: can?.images ?? model.images,
		pdf: can?.pdf ?? model.pdf,
		structuredOutput: can?.structured_output ?? model.structuredOutput,
	};
}

function differences(before: CatalogModel, after: CatalogModel): string[] {
	const told = (value: unknown): string => JSON.stringify(value);
	return (["context", "maxOutput", "price", "tools", "images", "pdf", "structuredOutput"] as const)
		.filter((name) => told(before[name]) !== told(after[name]))
		.map((name) => `${name} ${told(before[name])} -> ${told(after[name])}`);
}

/** The file as it is kept: a model a line, so that a change is a line of a diff. */
export function catalogText({ models, ...head }: Catalog): string {
	const facts = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
	const lines = models.map((model) => `    ${oneLine(model)}`);
	return `{\n${facts.join("\n")}\n  "models": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

const oneLine = (value: unknown): string =>
	JSON.stringify(value, null, 1)
		.replace(/\n\s*/g, " ")
		.replace(/([{[]) /g, "$1")
		.replace(/ ([}\]])/g, "$1");
