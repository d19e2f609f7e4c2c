import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { renewAddress } from "../linked/addresses.ts";
import { clearCooldown, setEnabled } from "../linked/changes.ts";
import { Button } from "../parts/button.tsx";
import { LinkButton } from "../parts/link-button.tsx";
import type { Run } from "../parts/run.ts";

export const renewWord = (account: Pick<AccountView, "method">): string =>
	account.method === "api_key" ? "Replace key" : "Re-authenticate";

/** What would help an account now, in words; nothing when it is well. */
export function Remedy({ account, run }: { readonly account: AccountView; readonly run: Run }) {
	const { profileId, status } = account;
	switch (status) {
		case "expired":
		case "error":
			return <Renewal account={account} />;
		case "cooldown":
			return (
				<Button small busy={run.busy} onClick={() => void run.start(() => clearCooldown(profileId))}>
					Clear cooldown
				</Button>
			);
		case "disabled":
			return (
				<Button small busy={run.busy} onClick={() => void run.start(() => setEnabled(profileId, true))}>
					Resume
				</Button>
			);
		case "verified":
			return account.addressMoved ? <Renewal account={account} /> : null;
	}
}

const Renewal = ({ account }: { readonly account: AccountView }) => (
	<LinkButton small href={renewAddress(account.profileId)}>
		{renewWord(account)}
	</LinkButton>
);
