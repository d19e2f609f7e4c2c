import { useSignal } from "@preact/signals";
import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { setCooldown } from "../linked/changes.ts";
import { accountOf, accounts, providerOf } from "../linked/data.ts";
import { Dialog } from "../parts/dialog.tsx";
import { useForm } from "../parts/form.ts";
import { FailureNotice } from "../parts/notice.tsx";
import { now } from "../parts/now.ts";
import { SelectField } from "../parts/select-field.tsx";
import { SubmitFoot } from "../parts/submit-foot.tsx";
import { TextField } from "../parts/text-field.tsx";
import { fullTime } from "../parts/time.ts";
import type { AddressedDialogProps } from "./account-dialogs.tsx";
import { AccountGone } from "./account-gone.tsx";

export function CooldownDialog({ name, onClose }: AddressedDialogProps) {
	const account = accountOf(name);
	if (!accounts.value) return null;
	return account ? <CooldownForm account={account} onClose={onClose} /> : <AccountGone name={name} onClose={onClose} />;
}

const whole = "*";
const reaches = [
	{ value: "account", label: "The whole account" },
	{ value: "model", label: "One model" },
] as const;

/** Seconds of each. */
const units = { minutes: 60, hours: 3_600, days: 86_400 } as const;
type Unit = keyof typeof units;
const unitOptions = (Object.keys(units) as Unit[]).map((value) => ({ value, label: value }));
const maxSeconds = 8 * units.days;

const inSeconds = (seconds: number): string => new Date(now.value + seconds * 1000).toISOString();

/** Lets an account, or a model of it, rest from now on: for work at the provider, or to keep some quota. */
function CooldownForm({ account, onClose }: { readonly account: AccountView; readonly onClose: () => void }) {
	const reach = useSignal<(typeof reaches)[number]["value"]>("account");
	const unit = useSignal<Unit>("minutes");
	const { texts, run, rest, field } = useForm({ amount: "30", model: "", reason: "" }, { amount: "seconds", model: "scope" });
	const seconds = Math.round(Number(texts.amount) * units[unit.value]);
	const reason = texts.reason.trim();

	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		const scope = reach.value === "model" ? texts.model.trim() : whole;
		if (await run.start(() => setCooldown(account.profileId, scope, { seconds, ...(reason && { reason }) }))) onClose();
	};

	return (
		<Dialog title={`Set a cooldown of ${account.profileId}`} onClose={onClose} keepOpen>
			<form class="form" onSubmit={onSubmit}>
				<p>No request goes to it until the time is over; then it comes back by itself.</p>
				<SelectField label="What rests" value={reach.value} options={reaches} onChange={(value) => (reach.value = value)} />
				{reach.value === "model" && (
					<TextField
						label="Model"
						mono
						required
						{...field("model")}
						placeholder={providerOf(account.provider)?.models[0] ?? ""}
						hint="Its id at the provider. Other models of the account go on."
					/>
				)}
				<div class="field-row short">
					<TextField
						label="Duration"
						type="number"
						min={1}
						max={maxSeconds / units[unit.value]}
						step="any"
						required
						{...field("amount")}
						hint={seconds >= 1 && seconds <= maxSeconds ? `Until ${fullTime(inSeconds(seconds))}.` : "At most 8 days."}
					/>
					<SelectField label="Unit" value={unit.value} options={unitOptions} onChange={(value) => (unit.value = value)} />
				</div>
				<TextField label="Reason (optional)" {...field("reason")} placeholder="set by hand" hint="Shown beside the account." />
				<FailureNotice failure={rest} />
				<SubmitFoot words={["Set cooldown", "Setting…"]} busy={run.busy} onCancel={onClose} />
			</form>
		</Dialog>
	);
}
