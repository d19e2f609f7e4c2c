import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item, Value } from "./store.ts";

/** Values to DynamoDB's typed form and back: strings, numbers, booleans, null, lists, maps. */
export type Attributes = Record<string, AttributeValue>;

export function marshal(value: Value): AttributeValue {
	switch (typeof value) {
		case "string":
			return { S: value.toWellFormed() };
		case "number":
			return { N: String(value) };
		case "boolean":
			return { BOOL: value };
	}
	if (value === null) return { NULL: true };
	return Array.isArray(value) ? { L: value.map(marshal) } : { M: marshalMap(value as { readonly [name: string]: Value }) };
}

/** Attributes that are `undefined` at run time are left out, as `JSON.stringify` does. */
export const marshalMap = (map: { readonly [name: string]: Value }): Attributes =>
	Object.fromEntries(
		Object.entries(map)
			.filter(([, value]) => value !== undefined)
			.map(([name, value]) => [name, marshal(value)]),
	);

/** Sets and binary values are never written by us; meeting one means that someone else wrote to the table. */
export function unmarshal(attribute: AttributeValue): Value {
	if (attribute.S !== undefined) return attribute.S;
	if (attribute.N !== undefined) return Number(attribute.N);
	if (attribute.BOOL !== undefined) return attribute.BOOL;
	if (attribute.NULL !== undefined) return null;
	if (attribute.L !== undefined) return attribute.L.map(unmarshal);
	if (attribute.M !== undefined) return unmarshalMap(attribute.M);
	throw new TypeError(`unexpected attribute type ${Object.keys(attribute).join()}`);
}

const unmarshalMap = (attributes: Attributes): { readonly [name: string]: Value } =>
	Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, unmarshal(value)]));

export const unmarshalItem = (attributes: Attributes): Item => unmarshalMap(attributes) as Item;
