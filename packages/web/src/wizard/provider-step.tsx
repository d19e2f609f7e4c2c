import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { sandboxProvider } from "@smart-router/core/provider/sandbox.schema.ts";
import { byProvider, providers } from "../linked/data.ts";
import { ProviderTile } from "../linked/provider-tile.tsx";
import { Icon } from "../parts/icon.tsx";
import { isAdmin } from "../session/session.ts";
import { moveTo } from "./steps.ts";

/** The three the specification names, in its order and words; the others follow. */
const known: Readonly<Record<string, string>> = {
	anthropic: "Anthropic's Claude models",
	openai: "OpenAI's GPT models",
	gemini: "Google's Gemini models",
};
const order = Object.keys(known);

const linkable = ({ id }: ProviderView): boolean => id !== sandboxProvider;

const sorted = (all: readonly ProviderView[]): readonly ProviderView[] => [
	...order.flatMap((id) => all.find((provider) => provider.id === id) ?? []),
	...all.filter(({ id }) => !(id in known)).filter(linkable),
];

export const ProviderStep = () => (
	<>
		<h3 tabIndex={-1}>Select Provider</h3>
		<ul class="options">
			{sorted(providers.value ?? []).map((provider) => (
				<li key={provider.id}>
					<button
						type="button"
						class="option"
						onClick={() => moveTo("method", { provider: provider.id, method: undefined, login: undefined })}
					>
						<ProviderTile id={provider.id} name={provider.name} />
						<span class="option-text">
							<strong>{provider.name}</strong>
							<span class="soft clip">{known[provider.id] ?? provider.baseUrl}</span>
						</span>
						<Linked count={byProvider.value.get(provider.id)?.length ?? 0} />
						<Icon name="forward" />
					</button>
				</li>
			))}
		</ul>
		{isAdmin.value && (
			<p class="soft">
				Something else? Any endpoint that speaks OpenAI's, Anthropic's or Gemini's protocol can be{" "}
				<a href="#/settings">added under Settings</a>.
			</p>
		)}
	</>
);

const Linked = ({ count }: { readonly count: number }) => (count === 0 ? null : <span class="badge">{count} linked</span>);
