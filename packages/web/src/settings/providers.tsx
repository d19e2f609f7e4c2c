import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { ProviderTile } from "../linked/provider-tile.tsx";
import { LinkButton } from "../parts/link-button.tsx";
import { hashOf } from "../place/place.ts";
import { isAdmin } from "../session/session.ts";

export const Providers = ({ providers }: { readonly providers: readonly ProviderView[] }) => (
	<section class="card settings-section" aria-labelledby="providers">
		<h2 id="providers">Providers</h2>
		<p class="about">Built-in ones know their address. Any endpoint that speaks one of their protocols can be added.</p>
		<ul class="settings-list">
			{providers.map((provider) => (
				<li key={provider.id}>
					<ProviderTile id={provider.id} name={provider.name} />
					<span class="option-text">
						<strong>
							{provider.name} {provider.custom && <span class="badge">Custom</span>}
						</strong>
						<span class="soft clip">{provider.baseUrl || "no address yet"}</span>
					</span>
					<SignInState provider={provider} />
					{isAdmin.value && (
						<LinkButton small href={hashOf(["settings", provider.id])}>
							Configure<span class="unseen"> {provider.name}</span>
						</LinkButton>
					)}
				</li>
			))}
			{isAdmin.value && (
				<li>
					<LinkButton small icon="plus" href="#/settings/+">
						Add a provider
					</LinkButton>
				</li>
			)}
		</ul>
	</section>
);

const SignInState = ({ provider: { oauth } }: { readonly provider: ProviderView }) =>
	oauth ? (
		<span class={`status ${oauth.configured ? "verified" : "disabled"}`}>
			<span class="dot" />
			{oauth.configured ? "OAuth ready" : "No OAuth client"}
		</span>
	) : null;
