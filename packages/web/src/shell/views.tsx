import type { ComponentType } from "preact";
import { AccountsView } from "../accounts/accounts-view.tsx";
import type { IconName } from "../parts/icon.tsx";
import { lazy } from "../parts/lazy.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import type { Scope } from "../session/session.ts";

export interface View {
	/** First part of the address: `#/<id>`. */
	readonly id: string;
	readonly label: string;
	readonly icon: IconName;
	/** What a key needs to see it. */
	readonly scope: Scope;
	/** The first screen is there at once; the others come when they are opened. */
	readonly Shown: ComponentType;
}

const later = (load: () => Promise<ComponentType>): ComponentType => lazy(load, { waiting: <Skeleton rows={6} /> });

/** The sidebar, in its order. */
export const views: readonly View[] = [
	{ id: "accounts", label: "Accounts", icon: "accounts", scope: "accounts:read", Shown: AccountsView },
	{
		id: "requests",
		label: "Requests",
		icon: "requests",
		scope: "proxy",
		Shown: later(async () => (await import("../requests/requests-view.tsx")).RequestsView),
	},
	{
		id: "routing",
		label: "Routing",
		icon: "routing",
		scope: "accounts:read",
		Shown: later(async () => (await import("../routing/routing-view.tsx")).RoutingView),
	},
	{
		id: "usage",
		label: "Usage",
		icon: "usage",
		scope: "admin",
		Shown: later(async () => (await import("../usage/usage-view.tsx")).UsageView),
	},
	{ id: "keys", label: "Keys", icon: "keys", scope: "admin", Shown: later(async () => (await import("../keys/keys-view.tsx")).KeysView) },
	{
		id: "audit",
		label: "Audit",
		icon: "audit",
		scope: "accounts:write",
		Shown: later(async () => (await import("../audit/audit-view.tsx")).AuditView),
	},
	{
		id: "settings",
		label: "Settings",
		icon: "settings",
		scope: "accounts:read",
		Shown: later(async () => (await import("../settings/settings-view.tsx")).SettingsView),
	},
];
