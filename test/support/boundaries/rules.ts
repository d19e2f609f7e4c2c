import type { Import, Source } from "./source.ts";

/** What the files of one package may import besides their own: the table of architecture.md. */
interface Allowed {
	/** Files of other packages. */
	readonly files: RegExp;
	/** npm packages that carry behaviour; types of any may be imported. */
	readonly npm: RegExp;
	/** Node's own modules. */
	readonly node: RegExp;
}

const nothing = /^$/;
const anything = /./;
/** Where the CLI's configuration lies, and the schemas: the two things of core that outsiders share. */
const sharedByCore = String.raw`packages/core/src/(settings/cli-config\.ts|[^/]+/[^/]+\.schema\.ts|[^/]+\.schema\.ts)`;

const table: Readonly<Record<string, Allowed>> = {
	llm: { files: nothing, npm: /^(zod|eventsource-parser)$/, node: /^node:(string_decoder|buffer)$/ },
	core: { files: /^packages\/llm\//, npm: /^(@aws-sdk\/.+|@smithy\/.+|zod|oauth4webapi|openid-client|jose)$/, node: anything },
	functions: {
		files: /^packages\/(core|llm)\//,
		npm: /^(@middy\/.+|@aws-lambda-powertools\/.+|@aws-sdk\/client-secrets-manager|zod)$/,
		node: anything,
	},
	// The laptop's composition root: it opens the ports, makes the first key and links the sandbox, which is work of core.
	local: { files: /^packages\/(functions|core|llm)\//, npm: nothing, node: anything },
	web: { files: new RegExp(`^(${sharedByCore}|packages/llm/catalog/.+)$`), npm: /^(?!@aws-sdk|@smithy|@aws)/, node: nothing },
	cli: { files: new RegExp(`^(${sharedByCore}|packages/llm/catalog/.+)$`), npm: /^(?!@aws-sdk|@smithy|@aws)/, node: anything },
	infra: {
		files: /^(packages\/functions\/src\/(error-type|routes|table-rights)|packages\/core\/src\/metrics|sst\.config)\.ts$/,
		npm: /^(aws-cdk-lib|constructs|cdk-nag|esbuild)(\/|$)/,
		node: anything,
	},
};

export const packageOf = (path: string): string => /^packages\/([^/]+)\//.exec(path)?.[1] ?? path.split("/")[0] ?? "";

const npmName = (specifier: string): string =>
	specifier.startsWith("@") ? specifier.split("/").slice(0, 2).join("/") : (specifier.split("/")[0] ?? "");

/** Why the import is not allowed by the table, undefined when it is. */
export function crossesTable(path: string, one: Import): string | undefined {
	const from = packageOf(path);
	const allowed = table[from];
	if (!allowed) return undefined;
	if (one.file !== undefined) {
		if (packageOf(one.file) === from || allowed.files.test(one.file)) return undefined;
		return `${from} may not import ${one.file}`;
	}
	if (one.specifier.startsWith("node:"))
		return one.typeOnly || allowed.node.test(one.specifier) ? undefined : `${from} may not use ${one.specifier}`;
	return one.typeOnly || allowed.npm.test(one.specifier) ? undefined : `${from} may not import the package ${npmName(one.specifier)}`;
}

/** Why the import cannot work where only production dependencies are installed. */
export function undeclared(path: string, one: Import, dependencies: ReadonlySet<string>): string | undefined {
	if (one.file !== undefined || one.typeOnly || one.specifier.startsWith("node:") || dependencies.has(npmName(one.specifier)))
		return undefined;
	return `${npmName(one.specifier)} is no dependency in the package.json of ${packageOf(path)}`;
}

const composers = ["forward", "login", "account"];
/** Things of core that every other thing may stand on. */
const ground =
	/^packages\/core\/src\/([^/]+\.ts|(store|keys|workspace)\/.+|account\/(account|pools)\.ts|credential\/secret\.ts|.+\.schema\.ts)$/;
const coreThing = (path: string): string | undefined => /^packages\/core\/src\/([^/]+)\//.exec(path)?.[1];

/** Why one thing of core may not import another: only `forward`, `login` and `account` compose; the others stand on the ground. Types may cross. */
export function crossesThings(path: string, one: Import): string | undefined {
	const from = coreThing(path);
	const to = one.file === undefined ? undefined : coreThing(one.file);
	if (!from || !to || from === to || one.typeOnly || composers.includes(from) || ground.test(one.file ?? "")) return undefined;
	return `core/${from} may not import core/${to}`;
}

/** What counts as one in the search for cycles: a folder of things, or a file that others stand on. */
function thingOf(path: string): string {
	const folder = /^(packages\/[^/]+\/src\/[^/]+)\//.exec(path)?.[1];
	return folder === undefined || /\.schema\.ts$|\/(account\/account|account\/pools|credential\/secret)\.ts$/.test(path) ? path : folder;
}

/** Rings of folders (or lone files) that import each other, each as `a -> b -> a`. Types do not count: they are gone at run time. */
export function findCycles(sources: readonly Source[]): readonly string[] {
	const edges = new Map<string, Set<string>>();
	for (const { path, imports } of sources) {
		for (const { file, typeOnly } of imports) {
			if (file === undefined || typeOnly || thingOf(file) === thingOf(path)) continue;
			edges.set(thingOf(path), (edges.get(thingOf(path)) ?? new Set()).add(thingOf(file)));
		}
	}
	const done = new Set<string>();
	const rings: string[] = [];
	const visit = (thing: string, way: readonly string[]): void => {
		const at = way.indexOf(thing);
		if (at >= 0) rings.push([...way.slice(at), thing].join(" -> "));
		if (at >= 0 || done.has(thing)) return;
		for (const next of edges.get(thing) ?? []) visit(next, [...way, thing]);
		done.add(thing);
	};
	for (const thing of edges.keys()) visit(thing, []);
	return rings;
}
