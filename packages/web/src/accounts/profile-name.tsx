import type { AccountView } from "@smart-router/core/account/account.schema.ts";

const methodWord: Readonly<Record<AccountView["method"], string>> = { api_key: "API key", oauth: "OAuth", device: "Device code" };

/** Who an account is: the label callers see, and the names people know it by. */
export const ProfileName = ({ account, next }: { readonly account: AccountView; readonly next: boolean }) => (
	<div class="profile-name">
		<div class="profile-label">
			<strong title={account.profileId}>{account.label}</strong>
			{next && <span class="badge accent">Next</span>}
			{account.primary && <span class="badge">Primary</span>}
		</div>
		<div class="soft clip">
			{[account.displayName, account.email === account.label ? null : account.email, methodWord[account.method]]
				.filter(Boolean)
				.join(" · ")}
		</div>
		{account.tags.length > 0 && (
			<div class="tags">
				{account.tags.map((tag) => (
					<span key={tag} class="tag">
						{tag}
					</span>
				))}
			</div>
		)}
	</div>
);
