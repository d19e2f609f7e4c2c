import type { LoginView } from "@smart-router/core/login/login.schema.ts";
import { address } from "../api/base.ts";
import { request } from "../api/request.ts";

export interface LoginStart {
	readonly provider: string;
	readonly method: "oauth" | "device";
	readonly label?: string;
	/** Re-authenticates this account instead of linking one. */
	readonly profileId?: string;
}

const pathOf = (id: string): string => `admin/logins/${encodeURIComponent(id)}`;

// All throw `Failure`.

export const startLogin = (start: LoginStart): Promise<LoginView> => request("POST", "admin/logins", { body: start });
export const readLogin = (id: string): Promise<LoginView> => request("GET", pathOf(id));
export const finishLogin = (id: string, callback: string): Promise<LoginView> =>
	request("POST", `${pathOf(id)}/callback`, { body: { callback } });
export const cancelLogin = (id: string): Promise<void> => request("DELETE", pathOf(id));

/** Where a login begins, as an address a browser can open; undefined for anything but http. */
export function startAddress(url: string | undefined): string | undefined {
	const whole = url === undefined ? undefined : URL.parse(url, address(""));
	return whole && /^https?:$/.test(whole.protocol) ? whole.href : undefined;
}

/**
 * A tab for the provider's page. It has to be opened within the click, before the gateway has answered where it goes; a browser that refuses leaves the link
 * in the wizard.
 */
export function openTab(): { show(url: string | undefined): void; close(): void } {
	const tab = window.open("about:blank", "_blank");
	return {
		show(url) {
			const target = startAddress(url);
			if (!tab) return;
			if (target === undefined) tab.close();
			else tab.location.replace(target);
		},
		close: () => tab?.close(),
	};
}
