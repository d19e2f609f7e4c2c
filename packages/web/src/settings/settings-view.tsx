import { useEffect } from "preact/hooks";
import { tellLost } from "../api/lost.ts";
import { providers, readProviders } from "../linked/data.ts";
import { Head } from "../parts/head.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { go, hashOf, place } from "../place/place.ts";
import { About } from "./about.tsx";
import { NewProviderDialog } from "./new-provider-dialog.tsx";
import { ProviderDialog } from "./provider-dialog.tsx";
import { Providers } from "./providers.tsx";

/** The address of the dialog that makes a provider; no provider can have this id. */
export const newProvider = "+";

export function SettingsView() {
	useEffect(() => void readProviders().catch(tellLost), []);
	const [id] = place.value.rest;
	const close = (): void => go(hashOf(["settings"]));
	return (
		<>
			<Head
				title="Settings"
				about="Where requests may go, and how people sign in at providers. Rotation is set at each provider's card under Accounts."
			/>
			{providers.value ? <Providers providers={providers.value} /> : <Skeleton rows={4} />}
			<About />
			{providers.value && id === newProvider && <NewProviderDialog onClose={close} />}
			{providers.value && id && id !== newProvider && <ProviderDialog key={id} id={id} onClose={close} />}
		</>
	);
}
