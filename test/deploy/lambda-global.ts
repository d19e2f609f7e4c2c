/**
 * Lambda's streaming global for the emulator's Node workers, which have none: the answer is gathered and handed over whole, in the form
 * of a buffered proxy integration. How frames leave one by one is checked on the bundle itself, in `streaming.ts`.
 */
import { Writable } from "node:stream";

interface Head {
	readonly statusCode: number;
	readonly headers?: Readonly<Record<string, string>>;
}

class GatheredAnswer extends Writable {
	head: Head = { statusCode: 200 };
	readonly #chunks: Buffer[] = [];

	override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
		this.#chunks.push(chunk);
		done();
	}

	get body(): string {
		return Buffer.concat(this.#chunks).toString("utf8");
	}
}

type StreamedHandler = (event: unknown, answer: GatheredAnswer, context: unknown) => Promise<void>;

Object.assign(globalThis, {
	awslambda: {
		streamifyResponse: (handler: StreamedHandler) => async (event: unknown, context: unknown) => {
			const answer = new GatheredAnswer();
			await handler(event, answer, context);
			return { ...answer.head, body: answer.body };
		},
		HttpResponseStream: {
			from: (answer: GatheredAnswer, head: Head) => Object.assign(answer, { head }),
		},
	},
});
