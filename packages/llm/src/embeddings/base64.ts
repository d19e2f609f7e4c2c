const bytesPerNumber = 4;

/** A vector as OpenAI writes it in base64: 32-bit floats, little-endian. */
export function vectorToBase64(vector: readonly number[]): string {
	const bytes = Buffer.alloc(vector.length * bytesPerNumber);
	for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * bytesPerNumber);
	return bytes.toString("base64");
}

/** The same read back; bytes that make no whole number are left out. */
export function vectorFromBase64(text: string): number[] {
	const bytes = Buffer.from(text, "base64");
	return Array.from({ length: Math.floor(bytes.length / bytesPerNumber) }, (_, index) => bytes.readFloatLE(index * bytesPerNumber));
}
