import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { request } from "../api/request.ts";
import { showAccount } from "../linked/data.ts";
import { Button } from "../parts/button.tsx";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { TextField } from "../parts/text-field.tsx";
import { KeyStep } from "./key-step.tsx";
import { StepFoot } from "./step-foot.tsx";
import { draft, moveTo, progress } from "./steps.ts";

export function NameNew() {
	const run = useRun();
	const { provider = "" } = progress.value;
	const { apiKey, baseUrl, label, displayName, checked } = draft;
	if (apiKey.value === "") return <KeyAgain />;

	const onSubmit = (event: SubmitEvent): void => {
		event.preventDefault();
		void run.start(async () => {
			const account = await request<AccountView>("POST", "admin/accounts", {
				body: {
					provider,
					method: "api_key",
					apiKey: apiKey.value,
					verify: checked.value !== "skipped",
					...(label.value && { label: label.value }),
					...(displayName.value && { displayName: displayName.value }),
					...(baseUrl.value && { baseUrl: baseUrl.value }),
				},
			});
			showAccount(account);
			apiKey.value = "";
			moveTo("done", { account: account.profileId });
		});
	};

	return (
		<form class="form" onSubmit={onSubmit}>
			<h3 tabIndex={-1}>Name the account</h3>
			{checked.value === "verified" && <Notice tone="good">The key works.</Notice>}
			<TextField
				label="Label (optional)"
				mono
				value={label.value}
				onInput={(value) => (label.value = value)}
				placeholder="key-1"
				error={run.wrong("label")}
				hint={`Callers see it: the account becomes ${provider}:${label.value || "key-1, or the next number that is free"}. It cannot be changed later.`}
			/>
			<TextField
				label="Display name (optional)"
				value={displayName.value}
				onInput={(value) => (displayName.value = value)}
				error={run.wrong("displayName")}
				hint="For people, on this page."
			/>
			<FailureNotice failure={run.rest(["label", "displayName"])} />
			<StepFoot onBack={() => moveTo("connect")}>
				<Button look="primary" type="submit" icon="link" busy={run.busy}>
					{run.busy ? "Linking…" : "Link account"}
				</Button>
			</StepFoot>
		</form>
	);
}

/** After a reload the key is gone, as it should be. */
const KeyAgain = () => (
	<>
		<Notice tone="info">Paste the key again: this page never keeps one.</Notice>
		<KeyStep />
	</>
);
