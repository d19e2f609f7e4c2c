import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { listAll } from "../client.ts";
import type { Context } from "../context.ts";
import { print, printJson, terminalWidth } from "../output.ts";
import { table } from "../table.ts";

const columns = [{ title: "PROVIDER" }, { title: "NAME", shrink: 1 }, { title: "LOGIN BY", shrink: 2 }, { title: "BASE URL", shrink: 3 }];

const rowOf = ({ id, name, methods, baseUrl }: ProviderView): readonly string[] => [
	id,
	name,
	methods.map((method) => method.replace("_", "-")).join(", ") || "-",
	baseUrl,
];

export async function listProviders({ client, json }: Context): Promise<void> {
	const providers = await listAll<ProviderView>(client, "/admin/providers");
	if (json) return printJson(providers);
	print(table(columns, providers.data.map(rowOf), terminalWidth()));
}
