import { useSignal } from "@preact/signals";
import { tiers } from "@smart-router/core/routing/tiers.schema.ts";
import type { RoutingView } from "@smart-router/core/settings/routing.schema.ts";
import { useEffect } from "preact/hooks";
import { request } from "../api/request.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { useRun } from "../parts/run.ts";
import { SaveFailure } from "../parts/save-failure.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { toast } from "../parts/toast.tsx";
import { type RulesText, rulesOfText, textOfRules } from "./rules-text.ts";

const defaultFallbacks: readonly { readonly value: RulesText["defaultFallback"]; readonly label: string }[] = [
	{ value: "none", label: "Tell the client to wait (429)" },
	{ value: "same-model", label: "Use the same model at another provider" },
	{ value: "auto", label: "Use the same model elsewhere, then what auto chooses" },
];

/** Who answers each tier, names for models, and who stands in for whom. */
export function RulesForm() {
	const saved = useSignal<RoutingView | null>(null);
	const text = useSignal<RulesText | null>(null);
	const run = useRun();
	const show = (rules: RoutingView): void => {
		saved.value = rules;
		text.value = textOfRules(rules);
	};
	const read = (): void => void run.start(async () => show(await request<RoutingView>("GET", "admin/routing")));
	useEffect(read, []);

	const submit = (event: Event): void => {
		event.preventDefault();
		void run.start(async () => {
			if (!saved.value || !text.value) return;
			// The revision goes along: what another admin saved meanwhile is not overwritten.
			show(await request<RoutingView>("PUT", "admin/routing", { body: rulesOfText(text.value, saved.value) }));
			toast("Routing settings saved. They count within 30 seconds.");
		});
	};
	const change = (part: Partial<RulesText>): void => {
		if (text.value) text.value = { ...text.value, ...part };
	};

	return (
		<section class="card settings-section" aria-labelledby="rules">
			<h2 id="rules">Tiers, aliases and fallbacks</h2>
			<p class="about">One target a line, in order: provider/model, a model id or an alias. An empty tier goes by the dated catalog.</p>
			{text.value ? (
				<form class="rules-form" onSubmit={submit}>
					<div class="rules-tiers">
						{tiers.map((tier) => (
							<Lines
								key={tier}
								label={tier}
								value={text.value?.tiers[tier] ?? ""}
								onInput={(value) => text.value && change({ tiers: { ...text.value.tiers, [tier]: value } })}
							/>
						))}
					</div>
					<Lines label="Aliases" hint="name = target" value={text.value.aliases} onInput={(aliases) => change({ aliases })} />
					<Lines
						label="Fallbacks of named models"
						hint="target = target, target"
						value={text.value.fallbacks}
						onInput={(fallbacks) => change({ fallbacks })}
					/>
					<SelectField
						label="When a named model cannot answer"
						hint="After its own fallbacks, when all its accounts rest or fail"
						value={text.value.defaultFallback}
						options={defaultFallbacks}
						onChange={(defaultFallback) => change({ defaultFallback })}
					/>
					<div>
						<Button type="submit" look="primary" busy={run.busy}>
							Save
						</Button>
					</div>
				</form>
			) : run.failure ? null : (
				<Skeleton rows={4} />
			)}
			<SaveFailure failure={run.failure} onReload={read} />
		</section>
	);
}

interface LinesProps {
	readonly label: string;
	readonly hint?: string;
	readonly value: string;
	readonly onInput: (value: string) => void;
}

const Lines = ({ label, hint, value, onInput }: LinesProps) => (
	<Field label={label} hint={hint}>
		{({ id, describedBy }) => (
			<textarea
				id={id}
				class="mono"
				rows={3}
				spellcheck={false}
				value={value}
				aria-describedby={describedBy}
				onInput={({ currentTarget }) => onInput(currentTarget.value)}
			/>
		)}
	</Field>
);
