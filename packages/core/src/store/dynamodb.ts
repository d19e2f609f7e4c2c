import { setTimeout as wait } from "node:timers/promises";
import {
	BatchGetItemCommand,
	ConditionalCheckFailedException,
	DeleteItemCommand,
	type DynamoDBClient,
	GetItemCommand,
	PutItemCommand,
	QueryCommand,
	type QueryCommandOutput,
	UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { compile } from "./expressions.ts";
import { storeFailure } from "./failure.ts";
import { type Attributes, marshalMap, unmarshalItem } from "./marshal.ts";
import { type Item, type Key, type Query, type Store, StoreError, type Written } from "./store.ts";
import { checkBatch, checkChanges, checkCondition, checkItem, checkKey, checkQuery } from "./subset.ts";

/** How often `batchGet` asks for the keys that DynamoDB left unprocessed; the SDK's own retries come on top. */
const batchAttempts = 5;
const batchBackoffMs = 25;

const attributesOf = ({ pk, sk }: Key): Attributes => marshalMap({ pk, sk });
const itemOf = (attributes: Attributes | undefined): Item | undefined => attributes && unmarshalItem(attributes);
const nameOf = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);

/** The production store. Retries, timeouts and the region are the client's own settings. */
export function createDynamoStore({ client, table }: { readonly client: DynamoDBClient; readonly table: string }): Store {
	async function get(key: Key, consistent: boolean): Promise<Item | undefined> {
		checkKey(key);
		const { Item } = await asked(
			"get",
			client.send(new GetItemCommand({ TableName: table, Key: attributesOf(key), ConsistentRead: consistent })),
		);
		return itemOf(Item);
	}

	/**
	 * A failed condition answers with the item that made it fail. No item in the answer means that there is none, or
	 * (dynalite) that the server does not return it: one Get tells which.
	 */
	async function written(operation: string, key: Key, outcome: Promise<Item>): Promise<Written> {
		try {
			return { ok: true, item: await outcome };
		} catch (cause) {
			if (!(cause instanceof ConditionalCheckFailedException)) throw storeFailure(operation, true, cause);
			return { ok: false, current: itemOf(cause.Item) ?? (await get(key, true)) };
		}
	}

	function page(
		{ pk, prefix, consistent = true, reverse = false }: Query,
		after: string | undefined,
		limit: number | undefined,
	): Promise<QueryCommandOutput> {
		return asked(
			"query",
			client.send(
				new QueryCommand({
					TableName: table,
					ConsistentRead: consistent,
					ScanIndexForward: !reverse,
					KeyConditionExpression: prefix ? "#pk = :pk AND begins_with(#sk, :prefix)" : "#pk = :pk",
					ExpressionAttributeNames: prefix ? { "#pk": "pk", "#sk": "sk" } : { "#pk": "pk" },
					ExpressionAttributeValues: marshalMap(prefix ? { ":pk": pk, ":prefix": prefix } : { ":pk": pk }),
					Limit: limit,
					ExclusiveStartKey: after === undefined ? undefined : attributesOf({ pk, sk: after }),
				}),
			),
		);
	}

	return {
		get: (key, options) => get(key, options?.consistent ?? true),

		async batchGet(keys) {
			checkBatch(keys);
			const found = new Map<string, Item>();
			let left: Attributes[] = [...new Map(keys.map((key) => [nameOf(key), attributesOf(key)])).values()];
			for (let attempt = 0; left.length > 0; attempt++) {
				if (attempt === batchAttempts) throw new StoreError("throttled", `DynamoDB: batchGet left ${left.length} keys unprocessed`);
				if (attempt > 0) await wait(batchBackoffMs * 2 ** attempt);
				const { Responses, UnprocessedKeys } = await asked(
					"batchGet",
					client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } })),
				);
				for (const item of Responses?.[table]?.map(unmarshalItem) ?? []) found.set(nameOf(item), item);
				left = UnprocessedKeys?.[table]?.Keys ?? [];
			}
			return keys.map((key) => found.get(nameOf(key)));
		},

		async query(query) {
			checkQuery(query);
			const items: Item[] = [];
			let next = query.after;
			do {
				const { Items, LastEvaluatedKey } = await page(query, next, query.limit && query.limit - items.length);
				items.push(...(Items ?? []).map(unmarshalItem));
				next = LastEvaluatedKey?.sk?.S;
			} while (next !== undefined && items.length !== query.limit);
			return { items, next };
		},

		async put(item, condition) {
			checkItem(item);
			if (condition) checkCondition(condition);
			const command = new PutItemCommand({
				TableName: table,
				Item: marshalMap(item),
				...compile([], condition),
				ReturnValuesOnConditionCheckFailure: "ALL_OLD",
			});
			return written(
				"put",
				item,
				client.send(command).then(() => item),
			);
		},

		async update({ pk, sk }, changes, condition) {
			const key = { pk, sk };
			checkKey(key);
			checkChanges(changes);
			if (condition) checkCondition(condition);
			const command = new UpdateItemCommand({
				TableName: table,
				Key: attributesOf(key),
				...compile(changes, condition),
				ReturnValues: "ALL_NEW",
				ReturnValuesOnConditionCheckFailure: "ALL_OLD",
			});
			return written(
				"update",
				key,
				client.send(command).then(({ Attributes }) => itemOf(Attributes) ?? key),
			);
		},

		async remove({ pk, sk }, condition) {
			const key = { pk, sk };
			checkKey(key);
			if (condition) checkCondition(condition);
			const command = new DeleteItemCommand({
				TableName: table,
				Key: attributesOf(key),
				...compile([], condition),
				ReturnValues: "ALL_OLD",
				ReturnValuesOnConditionCheckFailure: "ALL_OLD",
			});
			return written(
				"remove",
				key,
				client.send(command).then(({ Attributes }) => itemOf(Attributes) ?? key),
			);
		},
	};
}

/** A read's answer, its failures in the words of the port. */
async function asked<T>(operation: string, answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (cause) {
		throw storeFailure(operation, false, cause);
	}
}
