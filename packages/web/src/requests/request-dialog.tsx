import { useSignal } from "@preact/signals";
import type { RequestRecordView } from "@smart-router/core/usage/request-record.schema.ts";
import { useEffect } from "preact/hooks";
import { address } from "../api/base.ts";
import { request as call } from "../api/request.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { Skeleton } from "../parts/skeleton.tsx";
import { fullTime, tookText } from "../parts/time.ts";
import { go, hashOf } from "../place/place.ts";
import { Attempts } from "./attempts.tsx";
import { Outcome } from "./outcome.tsx";

/** One request, by its id: what was asked, and every account that was tried. */
export function RequestDialog({ id }: { readonly id: string }) {
	const found = useSignal<RequestRecordView | null>(null);
	const run = useRun();
	useEffect(() => {
		void run.start(async () => {
			found.value = await call<RequestRecordView>("GET", `admin/requests/${encodeURIComponent(id)}`);
		});
	}, []);
	return (
		<Dialog title="Request" onClose={() => go(hashOf(["requests"]))} wide>
			<div class="link-row">
				<code class="request-id">{id}</code>
				<CopyButton text={`${address("")}${hashOf(["requests", id])}`} label="Copy link" />
			</div>
			{run.failure && <FailureNotice failure={run.failure} />}
			{found.value ? <Details request={found.value} /> : run.failure ? null : <Skeleton rows={4} />}
		</Dialog>
	);
}

const digits = new Intl.NumberFormat();

function Details({ request }: { readonly request: RequestRecordView }) {
	const { time, tier, score, reason, protocol, modelAsked, provider, model, profileId, keyId, inputTokens, outputTokens, latencyMs } =
		request;
	const facts: readonly (readonly [string, string])[] = [
		["Time", fullTime(time)],
		["Took", tookText(latencyMs)],
		["Client's protocol", protocol],
		["Model asked", modelAsked],
		["Answered by", provider && model ? `${provider}/${model}` : "nobody"],
		["Account", profileId ?? "none"],
		["Tier", score === undefined ? (tier ?? "none") : `${tier ?? "none"} (score ${score})`],
		["Why", reason || "not told"],
		["API key", keyId],
		["Tokens", inputTokens === null ? "not told" : `${digits.format(inputTokens)} in, ${digits.format(outputTokens ?? 0)} out`],
	];
	return (
		<>
			<Outcome request={request} />
			<dl class="facts">
				{facts.map(([name, value]) => (
					<div key={name}>
						<dt>{name}</dt>
						<dd>{value}</dd>
					</div>
				))}
			</dl>
			<Attempts attempts={request.attempts} />
		</>
	);
}
