import { useSignal } from "@preact/signals";
import type { UsageView as Usage } from "@smart-router/core/usage/usage.schema.ts";
import { request } from "../api/request.ts";
import { Empty } from "../parts/empty.tsx";
import { Facts } from "../parts/facts.tsx";
import { Head } from "../parts/head.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useRead } from "../parts/use-read.ts";
import { Bars } from "./bars.tsx";
import { daysOf, type Metric, textOf } from "./days.ts";
import { type Group, UsageTable } from "./usage-table.tsx";

const dayMs = 24 * 3600_000;
const spans = [
	{ value: "7", label: "7 days" },
	{ value: "30", label: "30 days" },
	{ value: "90", label: "90 days" },
] as const;
const metrics: readonly { readonly value: Metric; readonly label: string }[] = [
	{ value: "costUsd", label: "Cost" },
	{ value: "tokens", label: "Tokens" },
	{ value: "requests", label: "Requests" },
];
const groups: readonly { readonly value: Group; readonly label: string }[] = [
	{ value: "account", label: "Account" },
	{ value: "model", label: "Model" },
	{ value: "key", label: "API key" },
];

interface Shown {
	readonly byDay: Usage;
	readonly byGroup: Usage;
	readonly group: Group;
}

async function read(days: number, group: Group, signal: AbortSignal): Promise<Shown> {
	const from = new Date(Date.now() - (days - 1) * dayMs).toISOString().slice(0, 10);
	const of = (groupBy: string) => request<Usage>("GET", `admin/usage?${new URLSearchParams({ groupBy, from })}`, { signal });
	const [byDay, byGroup] = await Promise.all([of("day"), of(group)]);
	return { byDay, byGroup, group };
}

export function UsageView() {
	const span = useSignal<(typeof spans)[number]["value"]>("30");
	const metric = useSignal<Metric>("costUsd");
	const group = useSignal<Group>("account");
	const { value, failure, busy } = useRead((signal) => read(Number(span.value), group.value, signal), [span.value, group.value]);

	return (
		<>
			<Head
				title="Usage"
				about="Tokens as the providers counted them, priced by the dated catalog on the day of each request. Days are in UTC; accounts with a plan may cost you less."
			/>
			<div class="usage-choices">
				<SelectField label="Span" value={span.value} options={spans} onChange={(value) => (span.value = value)} />
				<SelectField label="Plot" value={metric.value} options={metrics} onChange={(value) => (metric.value = value)} />
				<SelectField label="By" value={group.value} options={groups} onChange={(value) => (group.value = value)} />
			</div>
			<FailureNotice failure={failure} />
			{value ? (
				<div class="plots" aria-busy={busy}>
					<Plots shown={value} metric={metric.value} />
				</div>
			) : failure ? null : (
				<Skeleton rows={6} />
			)}
		</>
	);
}

function Plots({ shown: { byDay, byGroup, group }, metric }: { readonly shown: Shown; readonly metric: Metric }) {
	const { total, from, to } = byDay;
	if (total.requests === 0) {
		return (
			<Empty icon="usage" title="No requests in these days">
				<p>
					From {from} to {to} nothing was asked.
				</p>
			</Empty>
		);
	}
	const days = daysOf(byDay, metric);
	const name = metrics.find(({ value }) => value === metric)?.label ?? "";
	return (
		<>
			<section class="card settings-section" aria-label={`${name} by day`}>
				<Facts
					facts={[
						["Requests", textOf("requests", total.requests)],
						["Errors", textOf("requests", total.errors)],
						["Tokens in", textOf("tokens", total.inputTokens)],
						["Tokens out", textOf("tokens", total.outputTokens)],
						["Cost", `${total.estimatedRequests > 0 ? "~" : ""}${textOf("costUsd", total.costUsd)}`],
					]}
				/>
				<Bars days={days} metric={metric} label={`${name} by day from ${from} to ${to}`} />
				{total.estimatedRequests + total.unpricedRequests > 0 && (
					<p class="hint">
						{total.estimatedRequests > 0 && `~ ${total.estimatedRequests} requests are partly estimated. `}
						{total.unpricedRequests > 0 && `${total.unpricedRequests} requests have no known price and add no cost.`}
					</p>
				)}
			</section>
			<UsageTable group={group} rows={byGroup.data} />
		</>
	);
}
