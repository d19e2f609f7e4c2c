import { inspect } from "node:util";

declare const brand: unique symbol;

/** A text that must not be seen: it prints as `[secret]` wherever it is put, and only `reveal` tells what it is. */
export interface Secret {
	readonly [brand]: "secret";
}

const hidden = new WeakMap<Secret, string>();
const print = (): string => "[secret]";

const face: object = Object.freeze({ toString: print, toJSON: print, [Symbol.toPrimitive]: print, [inspect.custom]: print });

/** Wraps a text; the wrapper holds nothing itself, so copying, cloning or enumerating it tells nothing. */
export function secret(text: string): Secret {
	const wrapper = Object.freeze(Object.create(face)) as Secret;
	hidden.set(wrapper, text);
	return wrapper;
}

/** The text itself, for the one place that sends or seals it. */
export function reveal(wrapper: Secret): string {
	const text = hidden.get(wrapper);
	if (text === undefined) throw new TypeError("not a secret made here");
	return text;
}

/** A shorter text is no secret, and occurs by chance. */
const minSecretLength = 8;

/** Providers like to quote the key they refuse: the text with every occurrence of the secret masked. */
export function withoutSecret(text: string, wrapper: Secret): string {
	const hiddenText = reveal(wrapper);
	return hiddenText.length < minSecretLength ? text : text.replaceAll(hiddenText, "[secret]");
}
