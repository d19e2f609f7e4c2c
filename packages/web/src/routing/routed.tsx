import type { RoutedPlan } from "@smart-router/core/routing/route.schema.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Facts } from "../parts/facts.tsx";

type Candidate = RoutedPlan["plan"][number];

const nameOf = ({ provider, model }: Candidate): string => `${provider}/${model}`;

const columns: readonly Column<Candidate>[] = [
	{ title: "Candidate", cell: (candidate) => <div class="clip">{nameOf(candidate)}</div> },
	{
		title: "Next account",
		cell: ({ wouldClaim }) =>
			wouldClaim ? (
				<div class="clip">{wouldClaim}</div>
			) : (
				<span class="status cooldown">
					<span class="dot" />
					None now
				</span>
			),
	},
	{ title: "Eligible", end: true, cell: ({ eligibleAccounts }) => eligibleAccounts },
];

/** The outcome of a dry run: the tier with its reasons, and the candidates in the order in which they would be asked. */
export const Routed = ({ routed: { tier, score, confidence, reason, plan } }: { readonly routed: RoutedPlan }) => (
	<>
		<Facts
			look="routed"
			facts={[
				["Tier", tier],
				["Score", confidence === null ? "not scored" : score],
				["Confidence", confidence === null ? "–" : `${Math.round(confidence * 100)} %`],
				["Why", reason],
			]}
		/>
		<DataTable label="Plan" look="plan" columns={columns} blocks={[plan]} idOf={nameOf} />
	</>
);
