import { addAddress } from "../linked/addresses.ts";
import { Empty } from "../parts/empty.tsx";
import { LinkButton } from "../parts/link-button.tsx";
import { mayWrite } from "../session/session.ts";

export const NoAccounts = () => (
	<Empty icon="accounts" title="Link your first account">
		<p>
			Smart Router sends requests to provider accounts that are yours: you pay providers directly, and several accounts cover for each other
			when one is limited.
		</p>
		<ol class="steps">
			<li>Choose Claude, Codex, Gemini or any endpoint that speaks their protocols.</li>
			<li>Sign in, or paste an API key. It is checked with a real call and sealed.</li>
			<li>
				Point your client at <code>/v1</code> of this address.
			</li>
		</ol>
		{mayWrite.value ? (
			<LinkButton look="primary" icon="plus" href={addAddress()}>
				Add Account
			</LinkButton>
		) : (
			<p>
				Your key may look but not change: linking needs the scope <code>accounts:write</code>.
			</p>
		)}
	</Empty>
);
