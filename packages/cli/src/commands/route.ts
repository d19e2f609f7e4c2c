import { text } from "node:stream/consumers";
import type { RoutedPlan } from "@smart-router/core/routing/route.schema.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { print, printJson, terminalWidth } from "../output.ts";
import { plain, table } from "../table.ts";

export interface RouteOptions {
	readonly model: string;
	readonly system?: string;
	readonly tier?: string;
}

const columns = [{ title: "#" }, { title: "TARGET", shrink: 1 }, { title: "ELIGIBLE" }, { title: "NEXT ACCOUNT", shrink: 2 }];

/** Shows where a prompt would go and why; nothing is sent to any provider. */
export async function route({ client, json }: Context, prompt: string | undefined, { model, system, tier }: RouteOptions): Promise<void> {
	const asked = prompt ?? (process.stdin.isTTY ? "" : await text(process.stdin));
	if (asked.trim() === "") throw new Failure("There is nothing to route.", { hint: 'smart-router route "Say hi"', exitCode: 2 });
	const messages = [...(system === undefined ? [] : [{ role: "system", content: system }]), { role: "user", content: asked }];
	const planned = await client<RoutedPlan>("POST", "/admin/route", {
		model,
		messages,
		...(tier !== undefined && { tier: tier.toUpperCase() }),
	});
	if (json) return printJson(planned);
	const { confidence, score } = planned;
	const scored = confidence === null ? "" : `  score ${score}  confidence ${confidence}`;
	print(`${planned.tier}${scored}\n${plain(planned.reason)}\n\n${table(columns, planned.plan.map(rowOf), terminalWidth())}`);
}

const rowOf = ({ provider, model, eligibleAccounts, wouldClaim }: RoutedPlan["plan"][number], at: number): readonly string[] => [
	String(at + 1),
	`${provider}/${model}`,
	String(eligibleAccounts),
	wouldClaim ?? "-",
];
