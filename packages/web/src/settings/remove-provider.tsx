import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import { Button } from "../parts/button.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { toast } from "../parts/toast.tsx";
import { deleteProvider } from "./changes.ts";

/** Only custom providers can go; the gateway refuses while accounts of it are linked. */
export function RemoveProvider({ provider, onRemoved }: { readonly provider: ProviderView; readonly onRemoved: () => void }) {
	const run = useRun();
	if (!provider.custom) return null;
	const onClick = async (): Promise<void> => {
		if (!(await run.start(() => deleteProvider(provider.id)))) return;
		onRemoved();
		toast(`${provider.name} was removed.`);
	};
	return (
		<div class="form">
			{run.failure && <FailureNotice failure={run.failure} />}
			<div>
				<Button icon="trash" busy={run.busy} onClick={onClick}>
					Remove provider
				</Button>
			</div>
		</div>
	);
}
