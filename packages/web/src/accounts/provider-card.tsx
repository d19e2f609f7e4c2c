import type { PoolView } from "@smart-router/core/account/pool.schema.ts";
import { useId, useState } from "preact/hooks";
import { addAddress, rotationAddress } from "../linked/addresses.ts";
import { rotate } from "../linked/changes.ts";
import { byProvider, providerOf } from "../linked/data.ts";
import { ProviderTile } from "../linked/provider-tile.tsx";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { LinkButton } from "../parts/link-button.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { OutsideLink } from "../parts/outside-link.tsx";
import { useRun } from "../parts/run.ts";
import { mayWrite } from "../session/session.ts";
import { Counts } from "./counts.tsx";
import { isFiltered, passes } from "./filter.ts";
import { Profiles } from "./profiles.tsx";
import { strategyWord } from "./strategies.ts";

/** One provider: its accounts, who is next, and what concerns all of them. */
export function ProviderCard({ pool }: { readonly pool: PoolView }) {
	const [open, setOpen] = useState(true);
	const run = useRun();
	const bodyId = useId();
	const { provider: id } = pool;
	const provider = providerOf(id);
	const name = provider?.name ?? id;
	const shown = (byProvider.value.get(id) ?? []).filter(passes);
	if (shown.length === 0 && isFiltered.value) return null;

	return (
		<section class="card provider" aria-label={name}>
			<header class="provider-head">
				<ProviderTile id={id} name={name} />
				<div class="provider-name">
					<div class="provider-title">
						<h2>
							<button type="button" class="disclosure" aria-expanded={open} aria-controls={bodyId} onClick={() => setOpen(!open)}>
								{name}
								<Icon name={open ? "down" : "forward"} />
							</button>
						</h2>
						{provider?.dashboardUrl && <OutsideLink href={provider.dashboardUrl}>Dashboard</OutsideLink>}
					</div>
					<div class="provider-facts">
						<Counts counts={pool.counts} />
						<span>
							Next <strong>{labelOf(pool.next) ?? "nobody"}</strong>
						</span>
						{pool.primary && (
							<span>
								Primary <strong>{labelOf(pool.primary)}</strong>
							</span>
						)}
						<span>{strategyWord[pool.strategy]}</span>
					</div>
				</div>
				{mayWrite.value && (
					<div class="provider-actions">
						<Button small icon="rotate" busy={run.busy} onClick={() => void run.start(async () => void (await rotate(id)))}>
							Rotate<span class="unseen"> {name}</span>
						</Button>
						<LinkButton small icon="settings" href={rotationAddress(id)}>
							Settings<span class="unseen"> of {name}</span>
						</LinkButton>
						<LinkButton small icon="plus" href={addAddress(id)}>
							Add Account<span class="unseen"> of {name}</span>
						</LinkButton>
					</div>
				)}
			</header>
			<div id={bodyId} hidden={!open}>
				{run.failure && (
					<FailureNotice
						failure={run.failure}
						action={
							<Button small look="quiet" onClick={run.clear}>
								Dismiss
							</Button>
						}
					/>
				)}
				<Profiles pool={pool} accounts={shown} />
			</div>
		</section>
	);
}

const labelOf = (profileId: string | null): string | undefined => profileId?.slice(profileId.indexOf(":") + 1);
