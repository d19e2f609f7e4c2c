import { updateAccount } from "../linked/changes.ts";
import { Button } from "../parts/button.tsx";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { TextField } from "../parts/text-field.tsx";
import { StepFoot } from "./step-foot.tsx";
import { draft, moveTo } from "./steps.ts";

export function NameLinked({ profileId }: { readonly profileId: string }) {
	const run = useRun();
	const { displayName } = draft;
	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		const name = displayName.value.trim();
		if (name === "" || (await run.start(() => updateAccount(profileId, { displayName: name })))) moveTo("done");
	};
	return (
		<form class="form" onSubmit={onSubmit}>
			<h3 tabIndex={-1}>Name the account</h3>
			<Notice tone="good">
				Linked as <code>{profileId}</code>.
			</Notice>
			<TextField
				label="Display name (optional)"
				value={displayName.value}
				onInput={(value) => (displayName.value = value)}
				error={run.wrong("displayName")}
				hint="For people, on this page. Callers see the label."
			/>
			<FailureNotice failure={run.rest(["displayName"])} />
			<StepFoot>
				<Button look="primary" type="submit" busy={run.busy}>
					Continue
				</Button>
			</StepFoot>
		</form>
	);
}
