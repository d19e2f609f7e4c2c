/** One server-sent event: `event` is empty when the stream names none. */
export interface Frame {
	readonly event: string;
	readonly data: string;
}
