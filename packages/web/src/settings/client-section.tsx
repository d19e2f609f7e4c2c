import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { readProviders } from "../linked/data.ts";
import { FailureNotice } from "../parts/notice.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useEdition } from "../parts/use-edition.ts";
import { useRead } from "../parts/use-read.ts";
import { readClient } from "./changes.ts";
import { ClientForm } from "./client-form.tsx";

export interface ClientSectionProps {
	readonly provider: ProviderView;
	readonly oauth: NonNullable<ProviderView["oauth"]>;
}

/** The operator's OAuth client at a provider, read when it is looked at. */
export function ClientSection({ provider, oauth }: ClientSectionProps) {
	const { edition, reload } = useEdition(readProviders);
	const { value, failure, busy } = useRead((signal) => readClient(provider, signal), [provider.id, edition]);
	return (
		<section class="form" aria-labelledby="oauth-client">
			<h3 id="oauth-client">OAuth client</h3>
			<p class="hint">{oauth.clientHelp}</p>
			{failure ? (
				<FailureNotice failure={failure} />
			) : busy ? (
				<Skeleton rows={3} />
			) : (
				<ClientForm key={edition} provider={provider} oauth={oauth} client={value} reload={reload} />
			)}
		</section>
	);
}
