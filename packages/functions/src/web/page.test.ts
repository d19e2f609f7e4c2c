import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { afterAll, describe, expect, it } from "vitest";
import type { Answer, Call } from "../middleware/call.ts";
import { assetAnswer, documentAnswer, readPage } from "./page.ts";

const directory = mkdtempSync(join(tmpdir(), "page-"));
mkdirSync(join(directory, "assets"));
writeFileSync(join(directory, "index.html"), '<script type="module" src="assets/main-1.js"></script>');
writeFileSync(join(directory, "assets", "main-1.js"), "let a = 1;".repeat(100));
writeFileSync(join(directory, "assets", "style-1.css"), "a{}");
afterAll(() => rmSync(directory, { recursive: true }));

const page = readPage(directory);
const reached = (path: string) => ({ path: "/", requestContext: { path } }) as APIGatewayProxyEvent;
const asking = (headers: Call["headers"]) => ({ headers }) as Call;

async function bytesOf({ body }: Answer): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks);
}

describe("the document", () => {
	it("allows nothing foreign and nothing inline", () => {
		const policy = (page && documentAnswer(page, reached("/")).headers["content-security-policy"]) ?? "";

		expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; /);
		expect(policy).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
	});

	it.each([
		["/", "assets/main-1.js", "/assets/main-1.js"],
		["/prod/", "under a stage", "/prod/assets/main-1.js"],
		["/prod", "under a stage without its slash", "/prod/assets/main-1.js"],
		['/"onload=x/', "under what is no address", "/assets/main-1.js"],
	])("finds its assets when it is reached at %s (%s)", (path, _name, expected) => {
		expect(page && documentAnswer(page, reached(path)).body).toBe(`<script type="module" src="${expected}"></script>`);
	});
});

describe("an asset", () => {
	it("never changes under its name, and is packed for whoever can unpack it", async () => {
		const packed = assetAnswer(page, "main-1.js", asking({ "accept-encoding": "br, gzip" }));
		const plain = assetAnswer(page, "main-1.js", asking({}));

		expect(packed.headers).toMatchObject({ "content-encoding": "gzip", "content-type": "text/javascript; charset=utf-8" });
		expect(packed.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
		expect(gunzipSync(await bytesOf(packed))).toEqual(await bytesOf(plain));
		expect(plain.headers["content-encoding"]).toBeUndefined();
	});

	it.each(["nothing.js", "../index.html", "__proto__", ""])("that is none (%j) is not found", (name) => {
		expect(() => assetAnswer(page, name, asking({}))).toThrow("no such asset");
	});

	it("is nowhere when the page was not built", () => {
		expect(readPage(join(directory, "nowhere"))).toBeUndefined();
		expect(() => assetAnswer(undefined, "main-1.js", asking({}))).toThrow("no such asset");
	});
});
