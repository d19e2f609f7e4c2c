import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { providerOf } from "../linked/data.ts";
import { Icon } from "../parts/icon.tsx";
import { Notice } from "../parts/notice.tsx";
import { type MethodFacts, methodFacts, obstacleOf } from "./methods.ts";
import { StepFoot } from "./step-foot.tsx";
import { draft, moveTo, progress } from "./steps.ts";

export function MethodStep() {
	const provider = providerOf(progress.value.provider ?? "");
	const back = (): void => moveTo("provider", { provider: undefined, method: undefined, login: undefined });
	if (!provider) return <UnknownProvider onBack={back} />;
	const usable = methodFacts.filter(({ method }) => !obstacleOf(provider, method));
	const blocked = methodFacts.filter(({ method }) => provider.oauth && obstacleOf(provider, method));
	return (
		<>
			<h3 tabIndex={-1}>Choose Authentication Method</h3>
			<ul class="options">
				{usable.map((facts) => (
					<li key={facts.method}>
						<MethodOption provider={provider} facts={facts} />
					</li>
				))}
				{blocked.map((facts) => (
					<li key={facts.method}>
						<BlockedMethod provider={provider} facts={facts} />
					</li>
				))}
			</ul>
			{provider.termsNote && <p class="terms soft">{provider.termsNote}</p>}
			<StepFoot onBack={back} />
		</>
	);
}

interface OptionProps {
	readonly provider: ProviderView;
	readonly facts: MethodFacts;
}

function MethodOption({ provider, facts: { method, name, line, icon } }: OptionProps) {
	const choose = (): void => {
		draft.checked.value = "no";
		moveTo("connect", { method, login: undefined });
	};
	return (
		<button type="button" class="option" onClick={choose}>
			<span class="option-icon">
				<Icon name={icon} />
			</span>
			<span class="option-text">
				<strong>
					{name} {provider.recommended === method && <span class="badge accent">Recommended</span>}
				</strong>
				<span class="soft">{line}</span>
			</span>
			<Icon name="forward" />
		</button>
	);
}

function BlockedMethod({ provider, facts: { method, name, icon } }: OptionProps) {
	const obstacle = obstacleOf(provider, method);
	return (
		<div class="option blocked">
			<span class="option-icon">
				<Icon name={icon} />
			</span>
			<span class="option-text">
				<strong>{name}</strong>
				<span class="soft">
					{obstacle?.text} {obstacle?.setting && <a href={`#/settings/${encodeURIComponent(provider.id)}`}>Open Settings</a>}
				</span>
			</span>
		</div>
	);
}

const UnknownProvider = ({ onBack }: { readonly onBack: () => void }) => (
	<>
		<h3 tabIndex={-1}>Choose Authentication Method</h3>
		<Notice tone="bad">
			There is no provider <code>{progress.value.provider}</code>. Go back and choose one.
		</Notice>
		<StepFoot onBack={onBack} />
	</>
);
