import { useSignal } from "@preact/signals";
import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { providerOf } from "../linked/data.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { toast } from "../parts/toast.tsx";
import { openTab, startLogin } from "./login.ts";
import { LoginWait } from "./login-wait.tsx";
import { StepFoot } from "./step-foot.tsx";

/** Re-authenticate: the OAuth flow once more, for the same account. */
export function SignInAgain({ account, onClose }: { readonly account: AccountView; readonly onClose: () => void }) {
	const login = useSignal<string | null>(null);
	const run = useRun();
	const { profileId, provider } = account;
	const name = providerOf(provider)?.name ?? provider;
	const method = account.method === "device" ? "device" : "oauth";
	const connect = (): void => {
		const tab = method === "oauth" ? openTab() : undefined;
		void run.start(async () => {
			try {
				const started = await startLogin({ provider, method, profileId });
				tab?.show(started.authorizeUrl);
				login.value = started.id;
			} catch (error) {
				tab?.close();
				throw error;
			}
		});
	};
	const onLinked = (): void => {
		onClose();
		toast(`${profileId} is signed in again.`);
	};
	return (
		<Dialog title={`Re-authenticate ${profileId}`} onClose={onClose} keepOpen wide>
			{login.value === null ? (
				<>
					<p>
						Complete the {method === "device" ? "device code" : "OAuth"} flow again with the same {name} account. Label, settings and usage
						stay; another person's account is refused.
					</p>
					<FailureNotice failure={run.failure} />
					<StepFoot>
						<Button onClick={onClose}>Cancel</Button>
						<Button look="primary" icon="external" busy={run.busy} onClick={connect}>
							Connect with {name}
						</Button>
					</StepFoot>
				</>
			) : (
				<LoginWait id={login.value} onLinked={onLinked} onAgain={() => (login.value = null)} onBack={() => (login.value = null)} />
			)}
		</Dialog>
	);
}
