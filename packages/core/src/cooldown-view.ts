import type { Cooldown } from "./account/account.ts";
import { isoTime } from "./clock.ts";

/** Why something rests, as the API tells it: until when, who found out, when, by which answer, and where the time came from. */
export const cooldownViewOf = ({ until, reason, source, status, at, by, evidence, streak, probe }: Cooldown) => ({
	until: new Date(until).toISOString(),
	reason,
	source,
	status,
	at: new Date(at).toISOString(),
	by: by ?? null,
	evidence,
	streak,
	probeAt: isoTime(probe?.at),
});
