import type { Failure } from "../api/failure.ts";
import { FailureNotice, Notice } from "../parts/notice.tsx";

/** A credential that did not pass, with what to check. */
export const VerificationFailed = ({ failure }: { readonly failure: Failure }) =>
	failure.code === "account_verification_failed" ? (
		<Notice tone="bad" urgent>
			<strong>Account verification failed</strong>
			<ul>
				<li>Check that the API key is correct</li>
				<li>Verify the key has required permissions</li>
				<li>Ensure the key isn't rate limited</li>
			</ul>
			<p class="soft">
				{failure.message} {failure.hint}
			</p>
		</Notice>
	) : (
		<FailureNotice failure={failure} />
	);
