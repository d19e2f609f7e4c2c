import { progress, type Step, steps } from "./steps.ts";

const words: Readonly<Record<Step, string>> = { provider: "Provider", method: "Method", connect: "Connect", name: "Name", done: "Done" };

/** Where one is and what is still to come. */
export function Stepper() {
	const at = steps.indexOf(progress.value.step);
	return (
		<ol class="stepper" aria-label="Steps">
			{steps.map((step, index) => (
				<li key={step} class={index < at ? "past" : ""} aria-current={index === at ? "step" : undefined}>
					{words[step]}
				</li>
			))}
		</ol>
	);
}
