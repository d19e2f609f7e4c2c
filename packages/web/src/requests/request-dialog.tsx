import type { RequestRecordView } from "@smart-router/core/usage/request-record.schema.ts";
import { address } from "../api/base.ts";
import { request as call } from "../api/request.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { type Fact, Facts } from "../parts/facts.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { countText } from "../parts/numbers.ts";
import { Skeleton } from "../parts/skeleton.tsx";
import { fullTime, tookText } from "../parts/time.ts";
import { useRead } from "../parts/use-read.ts";
import { go, hashOf } from "../place/place.ts";
import { Attempts } from "./attempts.tsx";
import { Outcome } from "./outcome.tsx";

/** One request, by its id: what was asked, and every account that was tried. */
export function RequestDialog({ id }: { readonly id: string }) {
	const { value: found, failure } = useRead(
		(signal) => call<RequestRecordView>("GET", `admin/requests/${encodeURIComponent(id)}`, { signal }),
		[id],
	);
	return (
		<Dialog title="Request" onClose={() => go(hashOf(["requests"]))} wide>
			<div class="link-row">
				<code class="request-id">{id}</code>
				<CopyButton text={`${address("")}${hashOf(["requests", id])}`} label="Copy link" />
			</div>
			<FailureNotice failure={failure} />
			{found ? <Details request={found} /> : failure ? null : <Skeleton rows={4} />}
		</Dialog>
	);
}

function Details({ request }: { readonly request: RequestRecordView }) {
	const { time, tier, score, reason, protocol, modelAsked, provider, model, profileId, keyId, inputTokens, outputTokens, latencyMs } =
		request;
	const facts: readonly Fact[] = [
		["Time", fullTime(time)],
		["Took", tookText(latencyMs)],
		["Client's protocol", protocol],
		["Model asked", modelAsked],
		["Answered by", provider && model ? `${provider}/${model}` : "nobody"],
		["Account", profileId ?? "none"],
		["Tier", score === undefined ? (tier ?? "none") : `${tier ?? "none"} (score ${score})`],
		["Why", reason || "not told"],
		["API key", keyId],
		["Tokens", inputTokens === null ? "not told" : `${countText(inputTokens)} in, ${countText(outputTokens ?? 0)} out`],
	];
	return (
		<>
			<Outcome request={request} />
			<Facts facts={facts} />
			<Attempts attempts={request.attempts} />
		</>
	);
}
