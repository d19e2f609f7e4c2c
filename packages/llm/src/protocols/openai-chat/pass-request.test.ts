import { expect, test } from "vitest";
import { passRequest } from "./pass-request.ts";

const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
const data = (chunk: object) => ({ event: "", data: JSON.stringify(chunk) });

test("a body keeps every character but the model id", () => {
	expect(passRequest('{ "model": "x/a", "new": [1.0] }', "a")).toEqual({ body: '{ "model": "a", "new": [1.0] }', warnings: [] });
});

test("the counts are asked for beside what the client asked", () => {
	const plain = passRequest('{"model":"a","stream":true}', "a", { askUsage: true });
	const other = passRequest('{"model":"a","stream":true,"stream_options":{"include_obfuscation":false}}', "a", { askUsage: true });
	const gathered = passRequest('{"model":"a"}', "a", { askUsage: true, stream: true });

	expect(JSON.parse(plain.body)).toEqual({ model: "a", stream: true, stream_options: { include_usage: true } });
	expect(JSON.parse(other.body)).toMatchObject({ stream_options: { include_obfuscation: false, include_usage: true } });
	expect(JSON.parse(gathered.body)).toEqual({ model: "a", stream: true, stream_options: { include_usage: true } });
});

test("a provider that may not be asked is not", () => {
	expect(passRequest('{"model":"a"}', "a", { stream: true }).body).toBe('{"model":"a","stream":true}');
});

test("their chunk is told from every other", () => {
	const { unasked = () => undefined } = passRequest("{}", "a", { askUsage: true });

	expect(unasked(data({ choices: [], usage }))).toBe(true);
	for (const chunk of [
		{ choices: [{ index: 0, delta: { content: '"choices":[],"usage":{}' } }], usage },
		{ choices: [], usage: null },
		{ choices: [], prompt_filter_results: [] },
		{ usage },
	]) {
		expect(unasked(data(chunk))).toBe(false);
	}
	expect(unasked({ event: "", data: "[DONE]" })).toBe(false);
});
