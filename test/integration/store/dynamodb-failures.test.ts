import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createDynamoStore } from "@smart-router/core/store/dynamodb.ts";
import { exists, type Store, set } from "@smart-router/core/store/store.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dummyAws } from "../../support/table.ts";

/** What DynamoDB says next; without an answer it hangs up. */
interface Answer {
	readonly status: number;
	readonly body: unknown;
}

interface Asked {
	readonly operation: string;
	readonly body: Record<string, unknown>;
}

let answers: (Answer | undefined)[] = [];
let asked: Asked[] = [];
let server: Server;
let store: Store;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
	asked.push({ operation, body: JSON.parse(await text(request)) });
	const next = answers.shift();
	if (!next) return void request.socket.destroy();
	response.writeHead(next.status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(next.body));
}

const failure = (status: number, name: string): Answer => ({
	status,
	body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: "canary-value was refused" },
});

beforeEach(async () => {
	[answers, asked] = [[], []];
	server = createServer(answer).listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	const port = typeof address === "object" ? address?.port : undefined;
	const client = new DynamoDBClient({ ...dummyAws, endpoint: `http://127.0.0.1:${port}`, maxAttempts: 1 });
	store = createDynamoStore({ client, table: "table" });
});
afterEach(async () => {
	server.closeAllConnections();
	server.close();
	await once(server, "close");
});

const key = { pk: "p", sk: "s" };
const writes: [string, (store: Store) => Promise<unknown>][] = [
	["put", (it) => it.put({ ...key })],
	["update", (it) => it.update(key, [set(["a"], 1)])],
	["remove", (it) => it.remove(key)],
];
const reads: [string, (store: Store) => Promise<unknown>][] = [
	["get", (it) => it.get(key)],
	["query", (it) => it.query({ pk: "p", prefix: "" })],
	["batchGet", (it) => it.batchGet([key])],
];

describe("failures of DynamoDB", () => {
	it.each([...writes, ...reads])("%s: throttled", async (_name, ask) => {
		answers = [failure(400, "ProvisionedThroughputExceededException")];

		await expect(ask(store)).rejects.toMatchObject({ name: "StoreError", kind: "throttled", mayHaveWritten: false });
	});

	it.each([...writes, ...reads])("%s: refused as invalid, without DynamoDB's own words", async (name, ask) => {
		answers = [failure(400, "ValidationException")];

		await expect(ask(store)).rejects.toMatchObject({
			kind: "invalid",
			mayHaveWritten: false,
			message: `DynamoDB: ${name} failed (ValidationException)`,
		});
	});

	it.each([...writes, ...reads])("%s: no such table", async (_name, ask) => {
		answers = [failure(400, "ResourceNotFoundException")];

		await expect(ask(store)).rejects.toMatchObject({ kind: "unavailable", mayHaveWritten: false });
	});

	it.each(writes)("%s: a fault or a broken connection leaves it open whether it was written", async (_name, ask) => {
		answers = [failure(500, "InternalServerError"), undefined];

		await expect(ask(store)).rejects.toMatchObject({ kind: "unavailable", mayHaveWritten: true });
		await expect(ask(store)).rejects.toMatchObject({ kind: "unavailable", mayHaveWritten: true });
	});

	it.each(reads)("%s: a fault or a broken connection wrote nothing", async (_name, ask) => {
		answers = [failure(500, "InternalServerError"), undefined];

		await expect(ask(store)).rejects.toMatchObject({ kind: "unavailable", mayHaveWritten: false });
		await expect(ask(store)).rejects.toMatchObject({ kind: "unavailable", mayHaveWritten: false });
	});
});

describe("what is asked of DynamoDB", () => {
	const item = { pk: { S: "p" }, sk: { S: "s" }, n: { N: "1" } };
	const refusal = { status: 400, body: { __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", Item: item } };

	it("is one call for a write whose condition fails on an item", async () => {
		answers = [refusal];

		const written = await store.update(key, [set(["a"], 1)], exists("nowhere"));

		expect(written).toEqual({ ok: false, current: { ...key, n: 1 } });
		expect(asked).toHaveLength(1);
		expect(asked[0]?.body).toMatchObject({ ReturnValues: "ALL_NEW", ReturnValuesOnConditionCheckFailure: "ALL_OLD" });
	});

	it("is a consistent Get more where the answer brings no item along", async () => {
		answers = [
			{ ...refusal, body: { ...refusal.body, Item: undefined } },
			{ status: 200, body: { Item: item } },
		];

		const written = await store.put({ ...key }, exists("nowhere"));

		expect(written).toEqual({ ok: false, current: { ...key, n: 1 } });
		expect(asked[1]).toMatchObject({ operation: "GetItem", body: { ConsistentRead: true } });
	});

	it("is consistent unless told otherwise", async () => {
		answers = Array(4).fill({ status: 200, body: {} });

		await store.get(key);
		await store.query({ pk: "p", prefix: "a" });
		await store.get(key, { consistent: false });
		await store.query({ pk: "p", prefix: "a", consistent: false });

		expect(asked.map(({ body }) => body.ConsistentRead)).toEqual([true, true, false, false]);
	});

	it("is every page up to the limit, the last one no larger than what is missing", async () => {
		const page = (sk: string): Answer => ({
			status: 200,
			body: { Items: [{ ...item, sk: { S: sk } }], LastEvaluatedKey: { pk: { S: "p" }, sk: { S: sk } } },
		});
		answers = [page("a1"), page("a2")];

		const found = await store.query({ pk: "p", prefix: "a", limit: 2, after: "a0" });

		expect(found.items.map(({ sk }) => sk)).toEqual(["a1", "a2"]);
		expect(found.next).toBe("a2");
		expect(asked.map(({ body }) => [body.Limit, body.ExclusiveStartKey])).toEqual([
			[2, { pk: { S: "p" }, sk: { S: "a0" } }],
			[1, { pk: { S: "p" }, sk: { S: "a1" } }],
		]);
	});

	it("is what batchGet left unprocessed, once more", async () => {
		const other = { pk: { S: "p" }, sk: { S: "other" } };
		answers = [
			{ status: 200, body: { Responses: { table: [item] }, UnprocessedKeys: { table: { Keys: [other] } } } },
			{ status: 200, body: { Responses: { table: [other] } } },
		];

		const found = await store.batchGet([{ pk: "p", sk: "other" }, key]);

		expect(found).toEqual([
			{ pk: "p", sk: "other" },
			{ ...key, n: 1 },
		]);
		expect(asked[1]?.body).toEqual({ RequestItems: { table: { Keys: [other], ConsistentRead: true } } });
	});

	it("is given up when batchGet is never served", async () => {
		const body = { Responses: {}, UnprocessedKeys: { table: { Keys: [{ pk: { S: "p" }, sk: { S: "s" } }] } } };
		answers = Array(10).fill({ status: 200, body });

		await expect(store.batchGet([key])).rejects.toMatchObject({ kind: "throttled" });

		expect(asked).toHaveLength(5);
	});
});
