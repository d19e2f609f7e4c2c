import { addAddress } from "../linked/addresses.ts";
import { byProvider, providers } from "../linked/data.ts";
import { ProviderTile } from "../linked/provider-tile.tsx";
import { Icon } from "../parts/icon.tsx";
import { mayWrite } from "../session/session.ts";
import { isFiltered } from "./filter.ts";

/** Providers that nothing is linked of yet. */
export function OtherProviders() {
	const others = (providers.value ?? []).filter(({ id }) => !byProvider.value.has(id));
	if (others.length === 0 || !mayWrite.value || isFiltered.value) return null;
	return (
		<section class="others" aria-labelledby="others">
			<h2 id="others">Not linked yet</h2>
			<ul>
				{others.map(({ id, name }) => (
					<li key={id}>
						<a class="other" href={addAddress(id)}>
							<ProviderTile id={id} name={name} />
							<span>{name}</span>
							<Icon name="plus" />
							<span class="unseen">Add Account</span>
						</a>
					</li>
				))}
			</ul>
		</section>
	);
}
