/** Milliseconds since the epoch; injected, so that tests own the time. */
export type Clock = () => number;

/** A number in [0, 1); injected where chance decides, so that tests can repeat it. */
export type Random = () => number;

/** ISO 8601 UTC of an instant, null when it is not known (0 or missing). */
export const isoTime = (at: number | null | undefined): string | null => (at ? new Date(at).toISOString() : null);
