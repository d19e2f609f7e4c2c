import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { GatewayError } from "@smart-router/core/errors.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Answer, Call } from "../middleware/call.ts";
import { stagePrefix } from "../middleware/own-url.ts";

interface Asset {
	readonly type: string;
	readonly bytes: Buffer;
	readonly zipped: Buffer;
}

/** The built page: one document and its assets, whose names hold a hash of what is in them. */
export interface Page {
	readonly document: string;
	readonly assets: ReadonlyMap<string, Asset>;
}

const typeOf: Readonly<Record<string, string>> = {
	".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml",
};

/** Nothing foreign and nothing inline can run; no other page can show this one or be sent a form of it. */
const policy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self'",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
	"require-trusted-types-for 'script'",
	"trusted-types 'none'",
].join("; ");

/** What `packages/web/build.ts` left in a directory; undefined when it was not run. */
export function readPage(directory: string): Page | undefined {
	const document = join(directory, "index.html");
	if (!existsSync(document)) return undefined;
	const files = readdirSync(join(directory, "assets")).map((name): [string, Asset] => {
		const bytes = readFileSync(join(directory, "assets", name));
		return [name, { type: typeOf[extname(name)] ?? "application/octet-stream", bytes, zipped: gzipSync(bytes) }];
	});
	return { document: readFileSync(document, "utf8"), assets: new Map(files) };
}

/** The document, with its assets at the address that this caller reached: a deployed stage may lie under `/<stage>`. */
export function documentAnswer({ document }: Page, event: Pick<APIGatewayProxyEvent, "path" | "requestContext">): Answer {
	return {
		statusCode: 200,
		headers: {
			"content-type": "text/html; charset=utf-8",
			"content-security-policy": policy,
			"cross-origin-opener-policy": "same-origin",
			"permissions-policy": "camera=(), geolocation=(), microphone=()",
		},
		body: document.replaceAll('"assets/', `"${stagePrefix(event)}/assets/`),
	};
}

/** An asset, packed when the browser takes that. Throws `GatewayError` not_found. */
export function assetAnswer(page: Page | undefined, name: string, { headers }: Call): Answer {
	const asset = page?.assets.get(name);
	if (!asset) throw new GatewayError("not_found", "There is no such asset.", { hint: "Load the page again: there may be a newer one." });
	const packed = /\bgzip\b/.test(headers["accept-encoding"] ?? "");
	return {
		statusCode: 200,
		headers: {
			"content-type": asset.type,
			"cache-control": "public, max-age=31536000, immutable",
			vary: "accept-encoding",
			...(packed && { "content-encoding": "gzip" }),
		},
		body: Readable.from([packed ? asset.zipped : asset.bytes]),
	};
}
