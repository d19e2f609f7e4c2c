import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { sandboxProvider } from "@smart-router/core/provider/sandbox.schema.ts";
import { restingModels, wholeRest } from "../linked/status.ts";
import type { Tone } from "../parts/notice.tsx";

/** What the banner says, and the one next step. */
export interface Readiness {
	readonly tone: Tone;
	readonly title: string;
	readonly text: string;
	readonly step: Step;
	/** When the waiting is over, for a countdown. */
	readonly until?: string;
}

export type Step =
	| { readonly kind: "none" }
	| { readonly kind: "add"; readonly provider?: string }
	| { readonly kind: "renew"; readonly profileId: string }
	| { readonly kind: "resume"; readonly profileId: string };

/** How ready the gateway is to serve, worst news first; undefined when nothing is linked, which the empty page tells better. */
export function readinessOf(accounts: readonly AccountView[], nameOf: (provider: string) => string): Readiness | undefined {
	const real = accounts.filter(({ provider }) => provider !== sandboxProvider);
	if (accounts.length === 0) return undefined;
	if (real.length === 0) {
		return {
			tone: "info",
			title: "Simulated accounts only",
			text: "The sandbox answers by itself, so that you can watch it rotate. Link an account of your own and auto leaves the sandbox.",
			step: { kind: "add" },
		};
	}
	const ready = real.filter(({ status }) => status === "verified");
	const broken = real.filter(({ status }) => status === "expired" || status === "error");
	const [first] = broken;
	const serve = ready.length === 0 ? "No account can serve now" : `${ready.length} of ${real.length} accounts can serve`;
	if (first) {
		return {
			tone: ready.length === 0 ? "bad" : "warn",
			title: broken.length === 1 ? `${first.profileId} needs you` : `${broken.length} accounts need you`,
			text: `${closed(first.statusMessage ?? "It cannot be used")} ${serve}.`,
			step: { kind: "renew", profileId: first.profileId },
		};
	}
	if (ready.length === 0) return nobody(real);
	const alone = [...Map.groupBy(real, ({ provider }) => provider)].find(([, ofProvider]) => ofProvider.length === 1);
	if (alone) {
		return {
			tone: "info",
			title: "Ready",
			text: `${serve}. ${nameOf(alone[0])} has one account: with a second one, limits no longer stop its requests.`,
			step: { kind: "add", provider: alone[0] },
		};
	}
	const resting = real.filter((account) => account.status === "cooldown" || restingModels(account).length > 0).length;
	const text =
		resting === 0
			? "Nothing rests, nothing is broken."
			: resting === 1
				? "One rests after a limit and comes back by itself."
				: `${resting} rest after a limit and come back by themselves.`;
	return { tone: "good", title: serve, text, step: { kind: "none" } };
}

/** With a full stop: what comes from a provider may have none. */
const closed = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Everybody rests or is paused. */
function nobody(real: readonly AccountView[]): Readiness {
	const title = "No account can serve now";
	const until = real.flatMap((account) => wholeRest(account)?.until ?? []).toSorted()[0];
	if (until !== undefined) {
		return {
			tone: "bad",
			title,
			text: "Wait for the cooldown period, or add accounts for load balancing. The first is back in",
			until,
			step: { kind: "add" },
		};
	}
	const paused = real.find(({ status }) => status === "disabled");
	return {
		tone: "bad",
		title,
		text: "All of them are paused.",
		step: paused ? { kind: "resume", profileId: paused.profileId } : { kind: "none" },
	};
}
