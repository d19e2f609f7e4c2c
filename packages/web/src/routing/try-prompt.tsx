import { useSignal } from "@preact/signals";
import type { RoutedPlan } from "@smart-router/core/routing/route.schema.ts";
import { request } from "../api/request.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { TextField } from "../parts/text-field.tsx";
import { Routed } from "./routed.tsx";

/** A prompt is planned and shown; nothing is sent to a provider, and nothing is kept. */
export function TryPrompt() {
	const prompt = useSignal("");
	const model = useSignal("auto");
	const routed = useSignal<RoutedPlan | null>(null);
	const run = useRun();

	const submit = (event: Event): void => {
		event.preventDefault();
		void run.start(async () => {
			routed.value = null;
			const messages = [{ role: "user", content: prompt.value }];
			routed.value = await request<RoutedPlan>("POST", "admin/route", { body: { model: model.value || "auto", messages } });
			announce(`Tier ${routed.value.tier}, ${routed.value.plan.length} candidates.`);
		});
	};

	return (
		<section class="card settings-section" aria-labelledby="try">
			<h2 id="try">Try a prompt</h2>
			<p class="about">Nothing is sent to a provider, and the prompt is not kept.</p>
			<form class="try-form" onSubmit={submit}>
				<Field label="Prompt">
					{({ id }) => (
						<textarea
							id={id}
							rows={4}
							required
							value={prompt.value}
							onInput={({ currentTarget }) => (prompt.value = currentTarget.value)}
						/>
					)}
				</Field>
				<TextField
					label="Model"
					mono
					value={model.value}
					onInput={(value) => (model.value = value)}
					hint="auto, auto:eco, auto:premium, an alias, or provider/model"
				/>
				<div>
					<Button type="submit" look="primary" busy={run.busy}>
						Show the plan
					</Button>
				</div>
			</form>
			<FailureNotice failure={run.failure} />
			{routed.value && <Routed routed={routed.value} />}
		</section>
	);
}
