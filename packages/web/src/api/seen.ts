/** An answer and the ETag that it came under. */
export interface Seen {
	readonly etag: string;
	readonly answer: unknown;
}

/** The few lists that a view looks at again and again; what was read once makes room soon. */
const maxSeen = 12;

/** By path, the last answers that came under an ETag: the gateway sends them again only when something has changed. */
const lastSeen = new Map<string, Seen>();

export const seenAt = (path: string): Seen | undefined => lastSeen.get(path);

export function noteSeen(path: string, etag: string | null, answer: unknown): void {
	lastSeen.delete(path);
	if (etag === null) return;
	lastSeen.set(path, { etag, answer });
	const [oldest] = lastSeen.keys();
	if (lastSeen.size > maxSeen && oldest !== undefined) lastSeen.delete(oldest);
}
