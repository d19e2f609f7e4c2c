import { Button } from "../parts/button.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { TextField } from "../parts/text-field.tsx";
import { openTab, startLogin } from "./login.ts";
import { LoginWait } from "./login-wait.tsx";
import { StepFoot } from "./step-foot.tsx";
import { draft, moveTo, progress, providerName } from "./steps.ts";

export function OAuthStep() {
	const run = useRun();
	const { provider = "", login } = progress.value;
	const { label } = draft;
	const connect = (event: Event): void => {
		event.preventDefault();
		const tab = openTab();
		void run.start(async () => {
			try {
				const started = await startLogin({ provider, method: "oauth", ...(label.value && { label: label.value }) });
				tab.show(started.authorizeUrl);
				moveTo("connect", { login: started.id });
			} catch (error) {
				tab.close();
				throw error;
			}
		});
	};
	if (login) {
		return (
			<>
				<h3 tabIndex={-1}>Connect with {providerName.value}</h3>
				<LoginWait
					id={login}
					onLinked={(account) => moveTo("name", { account })}
					onAgain={() => moveTo("connect", { login: undefined })}
					onBack={() => moveTo("method", { login: undefined })}
				/>
			</>
		);
	}
	return (
		<form class="form" onSubmit={connect}>
			<h3 tabIndex={-1}>Connect with {providerName.value}</h3>
			<ol class="steps">
				<li>
					<span>
						Click <strong>Connect with {providerName.value}</strong>. The provider's page opens in a new tab.
					</span>
				</li>
				<li>Log in there and authorize Smart Router.</li>
				<li>You'll be redirected back with your account linked.</li>
			</ol>
			<TextField
				label="Label (optional)"
				mono
				value={label.value}
				onInput={(value) => (label.value = value)}
				placeholder="your e-mail address"
				error={run.wrong("label")}
				hint={`The account becomes ${provider}:${label.value || "your e-mail address"}.`}
			/>
			<FailureNotice failure={run.rest(["label"])} />
			<StepFoot onBack={() => moveTo("method")}>
				<Button look="primary" type="submit" icon="external" busy={run.busy}>
					Connect with {providerName.value}
				</Button>
			</StepFoot>
		</form>
	);
}
