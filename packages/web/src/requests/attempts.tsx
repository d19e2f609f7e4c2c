import type { RequestRecordView } from "@smart-router/core/usage/request-record.schema.ts";
import { tookText } from "../parts/time.ts";

/** `rate_limit` as people say it. */
const verdictWord = (verdict: string): string =>
	verdict === "ok" ? "Answered" : verdict.charAt(0).toUpperCase() + verdict.slice(1).replaceAll(/[_-]/g, " ");

/** Every account that was tried, in order, and why the request went on. */
export const Attempts = ({ attempts }: Pick<RequestRecordView, "attempts">) => (
	<section aria-labelledby="attempts">
		<h3 id="attempts">Attempts</h3>
		{attempts.length === 0 && <p class="soft">None: no account could be tried.</p>}
		<ol class="attempts">
			{attempts.map(({ attemptId, profileId, model, verdict, status, ms }) => (
				<li key={attemptId} class={verdict === "ok" ? "good" : "bad"}>
					<div class="attempt-head">
						<strong>{profileId}</strong>
						<span class="soft">{tookText(ms)}</span>
					</div>
					<div class="soft">
						{model} · {verdictWord(verdict)}
						{status > 0 && ` · HTTP ${status}`}
					</div>
				</li>
			))}
		</ol>
	</section>
);
