/** Cuts bytes behind the blank lines that end frames, and changes none of them. */
export interface FrameCutter {
	/** The pieces that these bytes complete. */
	push(bytes: Uint8Array): Uint8Array[];
	/** What is left behind the last blank line. */
	end(): Uint8Array[];
}

export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;

/** Knows the line ends that providers write, LF and CRLF; a stream with bare CRs is one piece. */
export function frameCutter(): FrameCutter {
	let rest: Uint8Array = Buffer.alloc(0);
	return {
		push(bytes) {
			const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
			const pieces: Uint8Array[] = [];
			let begin = 0;
			for (let at = all.indexOf(lineFeed, rest.length); at !== -1; at = all.indexOf(lineFeed, at + 1)) {
				if (!endsBlankLine(all, at)) continue;
				pieces.push(all.subarray(begin, at + 1));
				begin = at + 1;
			}
			rest = all.subarray(begin);
			return pieces;
		},
		end: () => (rest.length === 0 ? [] : [rest]),
	};
}

const endsBlankLine = (bytes: Uint8Array, at: number): boolean =>
	bytes[at - 1] === lineFeed || (bytes[at - 1] === carriageReturn && bytes[at - 2] === lineFeed);
