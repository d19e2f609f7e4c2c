import { HttpError } from "./http.ts";

const mebibyte = 1024 * 1024;

/** The body as it comes, as far as `maxBytes`: then it throws `HttpError` (`too-large`), and the connection is closed. */
export async function* limited(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array, void> {
	let size = 0;
	for await (const bytes of body) {
		size += bytes.length;
		if (size > maxBytes) throw new HttpError("too-large", `the answer is longer than ${maxBytes / mebibyte} MiB`);
		yield bytes;
	}
}
