import fc from "fast-check";

/** The bytes of a text cut anywhere, also inside a character: what a network may make of it. */
export const cutBytes = (text: string): fc.Arbitrary<Uint8Array[]> => {
	const bytes = Buffer.from(text);
	return fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 40 }).map((points) => {
		const ends = [...points.sort((a, b) => a - b), bytes.length];
		return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
	});
};

/** Chunks as a response body gives them; throws `failure` after the last when there is one. */
export async function* bodyOf(chunks: Iterable<Uint8Array | string>, failure?: Error): AsyncGenerator<Uint8Array> {
	for (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
	if (failure) throw failure;
}
