import { providerOf, readProviders } from "../linked/data.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Gone } from "../parts/gone.tsx";
import { OutsideLink } from "../parts/outside-link.tsx";
import { useEdition } from "../parts/use-edition.ts";
import { AddressForm } from "./address-form.tsx";
import { ClientSection } from "./client-section.tsx";
import { RemoveProvider } from "./remove-provider.tsx";

interface ProviderDialogProps {
	readonly id: string;
	readonly onClose: () => void;
}

/** What an admin can set of one provider. */
export function ProviderDialog({ id, onClose }: ProviderDialogProps) {
	const provider = providerOf(id);
	const { edition, reload } = useEdition(readProviders);
	if (!provider) {
		return (
			<Gone title="Provider not found" onClose={onClose}>
				There is no provider <code>{id}</code>.
			</Gone>
		);
	}
	return (
		<Dialog title={provider.name} onClose={onClose} keepOpen wide>
			<p class="soft">
				<code>{provider.id}</code> speaks {provider.protocol}. {provider.termsNote}{" "}
				{provider.dashboardUrl && <OutsideLink href={provider.dashboardUrl}>Dashboard</OutsideLink>}
			</p>
			<AddressForm key={edition} provider={provider} reload={reload} />
			{provider.oauth && <ClientSection provider={provider} oauth={provider.oauth} />}
			<RemoveProvider provider={provider} onRemoved={onClose} />
		</Dialog>
	);
}
