import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { renewAddress } from "../linked/addresses.ts";
import { Button } from "../parts/button.tsx";
import { LinkButton } from "../parts/link-button.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { mayWrite } from "../session/session.ts";
import { Activity } from "./activity.tsx";
import { Limits } from "./limits.tsx";
import { ProfileName } from "./profile-name.tsx";
import { renewWord } from "./remedy.tsx";
import { RowActions } from "./row-actions.tsx";
import { StatusCell } from "./status-cell.tsx";

export function ProfileRow({ account, next }: { readonly account: AccountView; readonly next: boolean }) {
	const run = useRun();
	return (
		<li class={`profile ${account.status}`}>
			<ProfileName account={account} next={next} />
			<StatusCell account={account} />
			<Limits account={account} run={run} />
			<Activity account={account} />
			{mayWrite.value && <RowActions account={account} run={run} />}
			{run.failure && (
				<div class="profile-failure">
					<FailureNotice
						failure={run.failure}
						action={
							<>
								{run.failure.code === "account_verification_failed" && (
									<LinkButton small href={renewAddress(account.profileId)}>
										{renewWord(account)}
									</LinkButton>
								)}
								<Button small look="quiet" onClick={run.clear}>
									Dismiss
								</Button>
							</>
						}
					/>
				</div>
			)}
		</li>
	);
}
