import { type Fields, listAll } from "../client.ts";
import type { Context } from "../context.ts";
import { print, printJson, terminalWidth } from "../output.ts";
import { plain, table } from "../table.ts";

const columns = [{ title: "PROVIDER" }, { title: "NAME", shrink: 1 }, { title: "LOGIN BY", shrink: 2 }, { title: "BASE URL", shrink: 3 }];

const rowOf = (provider: Fields): readonly string[] => {
	const methods = Array.isArray(provider.methods) ? provider.methods : [];
	return [provider.id, provider.name, methods.map((method) => plain(method).replace("_", "-")).join(", ") || "-", provider.baseUrl].map(
		plain,
	);
};

export async function listProviders({ client, json }: Context): Promise<void> {
	const providers = await listAll(client, "/admin/providers");
	if (json) return printJson({ data: providers, nextCursor: null });
	print(table(columns, providers.map(rowOf), terminalWidth()));
}
