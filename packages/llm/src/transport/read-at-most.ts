/** The text of a body, as much of it as `maxBytes` hold; what is longer is left unread. Throws `HttpError` when the body breaks off. */
export async function readAtMost(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	let size = 0;
	for await (const chunk of body) {
		text += decoder.decode(chunk, { stream: true });
		size += chunk.length;
		if (size >= maxBytes) break;
	}
	return text + decoder.decode();
}
