import { useSignal } from "@preact/signals";
import type { PoolView } from "@smart-router/core/account/pool.schema.ts";
import { updatePool } from "../linked/changes.ts";
import { pools, providerOf } from "../linked/data.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { DialogFoot } from "../parts/dialog-foot.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { SwitchField } from "../parts/switch-field.tsx";
import { TextField } from "../parts/text-field.tsx";
import type { AddressedDialogProps } from "./account-dialogs.tsx";
import { effectsOf } from "./rotation-effects.ts";
import { StrategyChoice } from "./strategy-choice.tsx";

export function RotationDialog({ name, onClose }: AddressedDialogProps) {
	const pool = pools.value?.find(({ provider }) => provider === name);
	if (pool) return <RotationForm pool={pool} onClose={onClose} />;
	if (!pools.value) return null;
	return (
		<Dialog title="Rotation" onClose={onClose}>
			<p>
				Nothing is linked of <code>{name}</code> yet, so there is nothing to rotate.
			</p>
		</Dialog>
	);
}

function RotationForm({ pool, onClose }: { readonly pool: PoolView; readonly onClose: () => void }) {
	const strategy = useSignal(pool.strategy);
	const cooldown = useSignal(String(pool.cooldownSeconds));
	const retries = useSignal(String(pool.maxRetries));
	const sticky = useSignal(pool.affinity.enabled);
	const stickySeconds = useSignal(String(pool.affinity.ttlSeconds));
	const run = useRun();
	const wrong = (param: string): string | null => (run.failure?.param?.startsWith(param) ? run.failure.message : null);
	const settings = () => ({
		strategy: strategy.value,
		cooldownSeconds: Number(cooldown.value),
		maxRetries: Number(retries.value),
		affinity: { enabled: sticky.value, ttlSeconds: Number(stickySeconds.value) },
	});

	const onSubmit = async (event: SubmitEvent): Promise<void> => {
		event.preventDefault();
		if (await run.start(() => updatePool(pool.provider, settings()))) onClose();
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
						value={cooldown.value}
						onInput={(value) => (cooldown.value = value)}
						error={wrong("cooldownSeconds")}
						hint="How long to wait after a rate limit that names no time."
					/>
					<TextField
						label="Max Retries"
						type="number"
						min={1}
						max={100}
						value={retries.value}
						onInput={(value) => (retries.value = value)}
						error={wrong("maxRetries")}
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
						value={stickySeconds.value}
						onInput={(value) => (stickySeconds.value = value)}
						error={wrong("affinity")}
						hint="After so long without a request a conversation is forgotten."
					/>
				)}
				<section class="effects" aria-label="Effect">
					<h3>What this does</h3>
					<ul aria-live="polite">
						{effectsOf(settings(), pool).map((effect) => (
							<li key={effect}>{effect}</li>
						))}
					</ul>
				</section>
				{run.failure && !run.failure.param && <FailureNotice failure={run.failure} />}
				<DialogFoot>
					<Button onClick={onClose}>Cancel</Button>
					<Button look="primary" type="submit" busy={run.busy}>
						{run.busy ? "Saving…" : "Save"}
					</Button>
				</DialogFoot>
			</form>
		</Dialog>
	);
}
