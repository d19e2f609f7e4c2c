import type { QuotaWindow } from "@smart-router/llm/limits/windows.ts";
import type { Account, Quota } from "../account/account.ts";
import { type Condition, gt, not, notExists, set } from "../store/store.ts";
import type { Step } from "./step.ts";

/** What the headers of an attempt's answer told of the account's limits, and when they came (ms). */
export interface Told {
	readonly at: number;
	readonly windows: readonly QuotaWindow[];
}

export const maxWindows = 16;

/** Remembers each window unless an answer that came later has told of it. */
export function quotaStep({ quota }: Account, { at, windows }: Told): Step {
	const newer = windows.filter(({ window }) => (quota?.[window]?.at ?? 0) < at);
	const known = newer.filter(({ window }) => quota?.[window] !== undefined);
	const fresh = newer.filter(({ window }) => quota?.[window] === undefined).slice(0, maxWindows - Object.keys(quota ?? {}).length);
	const told = [...known, ...fresh].map(({ window, ...facts }): [string, Quota] => [window, { ...facts, at }]);
	if (told.length === 0) return { changes: [], conditions: [] };
	if (quota === undefined) return { changes: [set(["quota"], Object.fromEntries(told))], conditions: [notExists("quota")] };
	return {
		changes: told.map(([window, facts]) => set(["quota", window], facts)),
		conditions: told.map(([window]): Condition => not(gt(["quota", window, "at"], at))),
	};
}
