import assert from "node:assert/strict";
import { resolve } from "node:path";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import type { FakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { restEvent } from "../support/invoke.ts";
import { question } from "./gateway.ts";
import type { Report } from "./report.ts";

interface Subject {
	readonly report: Report;
	readonly upstream: FakeUpstream;
	readonly adminKey: string;
	/** The deployed proxy function's own variables. */
	readonly environment: Readonly<Record<string, string>>;
}

const limitMs = 5_000;

/** The stream Lambda gives to a function; tells when what has been written so far contains a text. */
class AnswerStream extends Writable {
	written = "";
	status = 0;
	#notify = () => {};

	override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
		this.written += chunk.toString("utf8");
		this.#notify();
		done();
	}

	includes(text: string): Promise<void> {
		const found = Promise.withResolvers<void>();
		this.#notify = () => {
			if (this.written.includes(text)) found.resolve();
		};
		this.#notify();
		return within(found.promise, () => `"${text}" was not written; so far: ${this.written}`);
	}
}

/** The promise, or an error when it takes longer than a gated frame may. */
async function within<Value>(promise: Promise<Value>, complaint: () => string): Promise<Value> {
	const late = Promise.withResolvers<never>();
	const timer = setTimeout(() => late.reject(new Error(`${complaint()} (after ${limitMs} ms)`)), limitMs);
	return Promise.race([promise, late.promise]).finally(() => clearTimeout(timer));
}

/** Runs the bundle that was deployed inside this process, against an upstream that lets frames go one by one. */
export async function checkStreaming({ report: { check }, upstream, adminKey, environment }: Subject): Promise<void> {
	await check("frames leave the function one by one, each before the next is sent", async () => {
		Object.assign(process.env, environment);
		Object.assign(globalThis, { awslambda: lambdaGlobal });
		const { handler } = await import(pathToFileURL(resolve("dist/functions/proxy/index.mjs")).href);
		const gate = upstream.gate();
		const before = upstream.chats().length;
		const headers = { authorization: `Bearer ${adminKey}`, "content-type": "application/json" };
		const event = restEvent({ method: "POST", path: "/v1/chat/completions", headers, body: question(true) });
		const stream = new AnswerStream();
		const context = { awsRequestId: "deploy-test", getRemainingTimeInMillis: () => 60_000 };
		const answered: Promise<void> = handler(event, stream, context);
		try {
			const asked = upstream.until(() => upstream.chats().length > before);
			await within(asked, () => `the upstream was not asked; the function wrote: ${stream.written}`);
			// The first frame names the role, the second brings the first word.
			gate.release(2);
			for (let word = 0; word < 7; word++) {
				await stream.includes(`word${word}`);
				assert.ok(!stream.written.includes(`word${word + 1}`), "a frame was written before the upstream sent it");
				gate.release();
			}
		} finally {
			gate.open();
			await within(answered, () => "the function did not end");
		}
		assert.equal(stream.status, 200);
		assert.match(stream.written, /word7.*data: \[DONE\]/s);
	});
}

const lambdaGlobal = {
	streamifyResponse: <Handler>(handler: Handler): Handler => handler,
	HttpResponseStream: {
		from: (stream: AnswerStream, head: { readonly statusCode: number }) => Object.assign(stream, { status: head.statusCode }),
	},
};
