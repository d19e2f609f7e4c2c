import { request } from "../api/request.ts";
import { providerOf } from "../linked/data.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { OutsideLink } from "../parts/outside-link.tsx";
import { useRun } from "../parts/run.ts";
import { SecretField } from "../parts/secret-field.tsx";
import { TextField } from "../parts/text-field.tsx";
import { StepFoot } from "./step-foot.tsx";
import { draft, moveTo, progress, providerName } from "./steps.ts";

export function KeyStep() {
	const run = useRun();
	const { provider: id = "" } = progress.value;
	const provider = providerOf(id);
	const { apiKey, baseUrl, checked } = draft;
	const needsAddress = provider?.baseUrl === "";

	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		const body = { apiKey: apiKey.value, ...(baseUrl.value && { baseUrl: baseUrl.value }) };
		if (!(await run.start(() => request("POST", `admin/providers/${encodeURIComponent(id)}/check`, { body })))) return;
		checked.value = "verified";
		announce("The key works");
		moveTo("name");
	};
	const skip = (): void => {
		checked.value = "skipped";
		moveTo("name");
	};
	// Nothing was said against the key itself.
	const undecided = run.failure?.reason === "rate_limited" || run.failure?.reason === "unreachable";

	return (
		<form class="form" onSubmit={onSubmit}>
			<h3 tabIndex={-1}>API Key of {providerName.value}</h3>
			<ol class="steps">
				<li>
					<span>
						Go to your provider's dashboard and create an API key.{" "}
						{provider?.dashboardUrl && <OutsideLink href={provider.dashboardUrl}>Open {providerName.value}'s dashboard</OutsideLink>}
					</span>
				</li>
				<li>Paste the key into the form.</li>
				<li>
					<span>
						Click <strong>Verify</strong> to test the connection. Nothing is saved before that.
					</span>
				</li>
			</ol>
			<SecretField
				label="API key"
				value={apiKey.value}
				onInput={(value) => {
					apiKey.value = value;
					checked.value = "no";
				}}
				hint="Encrypted at rest and never shown again. A dedicated key for Smart Router is easy to revoke."
			/>
			<details open={needsAddress}>
				<summary>Another address</summary>
				<TextField
					label="Base URL"
					type="url"
					mono
					value={baseUrl.value}
					required={needsAddress}
					placeholder={provider?.baseUrl ?? ""}
					onInput={(value) => (baseUrl.value = value)}
					hint="For a regional endpoint or a proxy. The key is only ever sent there."
				/>
			</details>
			<FailureNotice failure={run.failure} />
			<StepFoot onBack={() => moveTo("method")}>
				{undecided && <Button onClick={skip}>Go on without verifying</Button>}
				<Button look="primary" type="submit" icon="shield" busy={run.busy} disabled={apiKey.value === ""}>
					{run.busy ? "Verifying…" : "Verify"}
				</Button>
			</StepFoot>
		</form>
	);
}
