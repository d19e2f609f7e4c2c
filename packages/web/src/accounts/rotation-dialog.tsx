import { useSignal } from "@preact/signals";
import type { PoolView } from "@smart-router/core/account/pool.schema.ts";
import { useState } from "preact/hooks";
import { readPool, updatePool } from "../linked/changes.ts";
import { pools, providerOf } from "../linked/data.ts";
import { Dialog } from "../parts/dialog.tsx";
import { useForm } from "../parts/form.ts";
import { Gone } from "../parts/gone.tsx";
import { SaveFailure } from "../parts/save-failure.tsx";
import { SubmitFoot } from "../parts/submit-foot.tsx";
import { SwitchField } from "../parts/switch-field.tsx";
import { TextField } from "../parts/text-field.tsx";
import { useEdition } from "../parts/use-edition.ts";
import type { AddressedDialogProps } from "./account-dialogs.tsx";
import { effectsOf } from "./rotation-effects.ts";
import { StrategyChoice } from "./strategy-choice.tsx";

export function RotationDialog({ name, onClose }: AddressedDialogProps) {
	const pool = pools.value?.find(({ provider }) => provider === name);
	const { edition, reload } = useEdition(() => readPool(name));
	if (pool) return <RotationForm key={edition} pool={pool} reload={reload} onClose={onClose} />;
	if (!pools.value) return null;
	return (
		<Gone title="Rotation" onClose={onClose}>
			Nothing is linked of <code>{name}</code> yet, so there is nothing to rotate.
		</Gone>
	);
}

interface RotationFormProps {
	readonly pool: PoolView;
	readonly reload: () => Promise<void>;
	readonly onClose: () => void;
}

function RotationForm({ pool, reload, onClose }: RotationFormProps) {
	// The card behind the dialog goes on changing: what is saved is a change of what the form began with.
	const [{ revision }] = useState(pool);
	const strategy = useSignal(pool.strategy);
	const sticky = useSignal(pool.affinity.enabled);
	const { texts, run, rest, field } = useForm(
		{
			cooldownSeconds: String(pool.cooldownSeconds),
			maxRetries: String(pool.maxRetries),
			stickySeconds: String(pool.affinity.ttlSeconds),
		},
		{ stickySeconds: "affinity.ttlSeconds" },
	);
	const settings = {
		strategy: strategy.value,
		cooldownSeconds: Number(texts.cooldownSeconds),
		maxRetries: Number(texts.maxRetries),
		// What is not shown stays as it is, whatever was typed in it.
		affinity: sticky.value ? { enabled: true as const, ttlSeconds: Number(texts.stickySeconds) } : { enabled: false as const },
	};

	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		if (await run.start(() => updatePool(pool.provider, settings, revision))) onClose();
	};

	return (
		<Dialog title={`Rotation of ${providerOf(pool.provider)?.name ?? pool.provider}`} onClose={onClose} keepOpen wide>
			<form onSubmit={onSubmit} class="form">
				<StrategyChoice value={strategy.value} onChange={(value) => (strategy.value = value)} />
				<div class="field-row">
					<TextField
						label="Cooldown"
						unit="seconds"
						type="number"
						min={1}
						max={86_400}
						required
						{...field("cooldownSeconds")}
						hint="How long to wait after a rate limit that names no time."
					/>
					<TextField
						label="Max Retries"
						type="number"
						min={1}
						max={100}
						required
						{...field("maxRetries")}
						hint="Attempts before marking an account Error."
					/>
				</div>
				<SwitchField
					label="Affinity"
					on={sticky.value}
					onChange={(on) => (sticky.value = on)}
					hint="A conversation keeps its account while that can serve, so that the provider's prompt cache hits."
				/>
				{sticky.value && (
					<TextField
						label="Affinity lasts"
						unit="seconds"
						type="number"
						min={1}
						max={86_400}
						required
						{...field("stickySeconds")}
						hint="After so long without a request a conversation is forgotten."
					/>
				)}
				<section class="effects" aria-label="Effect">
					<h3>What this does</h3>
					<ul aria-live="polite">
						{effectsOf(settings, pool).map((effect) => (
							<li key={effect}>{effect}</li>
						))}
					</ul>
				</section>
				<SaveFailure failure={rest} onReload={() => void run.start(reload)} />
				<SubmitFoot words={["Save", "Saving…"]} busy={run.busy} onCancel={onClose} />
			</form>
		</Dialog>
	);
}
