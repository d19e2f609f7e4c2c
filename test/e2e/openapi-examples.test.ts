import { contractOf } from "@smart-router/functions/contracts.ts";
import { type OpenApiDocument, openApiDocument } from "@smart-router/functions/openapi/document.ts";
import type { RouteId } from "@smart-router/functions/routes.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type ExampleWorld, startExampleWorld } from "../support/example-world.ts";
import { type FakeUpstream, startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";

interface Parameter {
	readonly name: string;
	readonly in: "path" | "query" | "header";
	readonly example?: unknown;
}
interface Operation {
	readonly operationId: string;
	readonly parameters: readonly Parameter[];
	readonly requestBody?: { readonly content: { readonly "application/json": { readonly example?: Record<string, unknown> } } };
	readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>>;
}

const document: OpenApiDocument = openApiDocument({ version: "1.2.3" });
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, operation]) => ({
		method: method.toUpperCase(),
		path,
		operation: operation as unknown as Operation,
	})),
);

let upstream: FakeUpstream;
let world: ExampleWorld;
beforeAll(async () => {
	upstream = await startFakeUpstream();
});
afterAll(() => upstream.close());
beforeEach(async () => {
	world = await startExampleWorld(upstream);
});
afterEach(() => world.close());

/** Browsers take these steps, with a person: what they answer to a program is not success. */
const forPeople = new Set(["showLogin", "confirmLogin", "receiveLogin", "showDevice", "enterDevice", "getAsset"]);
/** They act on a session that a browser has. */
const forSessions = new Set(["getSession", "deleteSession"]);

/** Ids of what is there, in the place of those that an example shows. */
async function idsOf({ gateway }: ExampleWorld, path: string): Promise<Readonly<Record<string, string>>> {
	if (path.includes("{keyId}")) return gateway.admin("POST", "/admin/keys", { name: "ci", scopes: ["proxy"] });
	if (path.includes("{requestId}")) {
		await (await gateway.chat({ model: "auto", messages: [{ role: "user", content: "hi" }] })).text();
		const { data } = await gateway.admin<{ data: { id: string }[] }>("GET", "/admin/requests");
		return { requestId: data[0]?.id ?? "" };
	}
	if (path.includes("/login"))
		return gateway.admin("POST", "/admin/logins", { provider: "my-llm", method: "oauth", redirect: "paste", label: "work" });
	return {};
}

it.each(operations.map((one) => [one.operation.operationId, one] as const))(
	"the example of %s works",
	async (id, { method, path, operation }) => {
		const ids = await idsOf(world, path);
		const given = ({ name, example }: Parameter) => ids[name] ?? String(example);
		const address = path.replace(/\{(\w+)\}/g, (_, name: string) => {
			const parameter = operation.parameters.find((one) => one.in === "path" && one.name === name);
			expect(parameter?.example).toEqual(expect.any(String));
			return encodeURIComponent(parameter ? given(parameter) : "");
		});
		const query = operation.parameters
			.filter((one) => one.in === "query" && one.example !== undefined)
			.map((one): [string, string] => [one.name, given(one)]);
		const body = operation.requestBody?.content["application/json"].example;
		if (operation.requestBody) expect(body).toBeDefined();

		const response = await world.gateway.call(
			method,
			`${address}${query.length > 0 ? `?${new URLSearchParams(query)}` : ""}`,
			callbackOf(body, ids),
		);
		const text = await response.text();

		if (forPeople.has(id) || forSessions.has(id)) return expect(response.status).toBeLessThan(500);
		const documented = operation.responses[response.status];
		expect([response.status, text, documented !== undefined]).toEqual([expect.toBeOneOf([200, 201, 204]), text, true]);
		const type = response.headers.get("content-type")?.split(";")[0] ?? "";
		if (type === "application/json") contractOf(id as RouteId)?.answer?.parse(JSON.parse(text));
	},
);

/** A login is completed with the state it was begun with. */
function callbackOf(body: Record<string, unknown> | undefined, { authorizeUrl }: Readonly<Record<string, string>>): unknown {
	if (typeof body?.["callback"] !== "string" || authorizeUrl === undefined) return body;
	const state = new URL(authorizeUrl).searchParams.get("state") ?? "";
	return { callback: body["callback"].replace(/state=.*/, `state=${state}`) };
}
