import { expect, test } from "vitest";
import { bodyOf } from "../../../../test/support/streams.ts";
import { askProvider } from "./ask-provider.ts";
import { type HttpClient, HttpError, type HttpRequest } from "./http.ts";

const question: HttpRequest = { method: "GET", url: "https://api.example/v1/models", headers: {} };
const limits = { timeoutMs: 5, maxBytes: 4 };

/** Rejects as the gateway's client does when it is told to stop. */
const hangs: HttpClient = ({ signal }) =>
	new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new HttpError("aborted", "the call was aborted"))));

test("the answer's text comes back, as far as it may go", async () => {
	const http: HttpClient = async () => ({ status: 401, headers: { a: "b" }, body: bodyOf(["no", "no", "no"]) });

	expect(await askProvider(http, question, limits)).toEqual({ status: 401, headers: { a: "b" }, text: "nono" });
});

test.each<[string, HttpClient]>([
	["no headers", hangs],
	[
		"no end",
		async (request) => ({
			status: 200,
			headers: {},
			body: (async function* () {
				yield Buffer.from("x");
				await hangs(request);
			})(),
		}),
	],
])("who gives %s in time did not answer", async (_what, http) => {
	await expect(askProvider(http, question, limits)).rejects.toMatchObject({
		reason: "timeout",
		message: "https://api.example did not answer within 0.005 s",
	});
});

test("other faults come as they are", async () => {
	const refused = new HttpError("connect", "no connection to https://api.example");

	await expect(askProvider(() => Promise.reject(refused), question, limits)).rejects.toBe(refused);
});
