import words from "./words.json" with { type: "json" };

/** What words can speak for. */
export type Topic = Exclude<keyof typeof words, "asOf" | "about">;

/** Distinct words found, by topic. */
export type Hits = Readonly<Record<Topic, number>>;

/** The day the words were last changed. */
export const wordsDate: string = words.asOf;

interface Entry {
	readonly text: string;
	/** Its third UTF-16 unit, 0 where it has none: most that share two differ here. */
	readonly third: number;
	readonly topic: number;
	/** Position in the list of all: a word counts once however often it stands there. */
	readonly index: number;
	/** What follows must not be a letter. */
	readonly whole: boolean;
}

const { asOf: _asOf, about: _about, ...byTopic } = words;
export const topics = Object.keys(byTopic) as Topic[];

/** Case and the accents of Latin, Cyrillic and Greek letters do not count; Hangul and kana keep their parts. */
export function fold(text: string): string {
	const lower = text.toLowerCase();
	return ascii.test(lower) ? lower : lower.normalize("NFD").replace(accents, "").normalize("NFC");
}

const ascii = /^[\p{ASCII}]*$/u;
const accents = /[\u0300-\u036f]/g;

/** Scripts that put no spaces between words, or endings right behind them: Han, kana, Hangul. */
export const isUnspaced = (code: number): boolean => (code >= 0x3040 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7af);

/** Letters and digits, told cheaply: what is not ASCII counts as a letter unless it is one of the blocks of signs. */
export function isWordCode(code: number): boolean {
	if (code < 0x80) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95;
	if (code < 0xc0) return false;
	return !(
		(code >= 0x2000 && code <= 0x2bff) ||
		(code >= 0x3000 && code <= 0x303f) ||
		(code >= 0xff00 && code <= 0xff0f) ||
		code === 0xff1f
	);
}

/** Entries by their first two UTF-16 units, longest first, so that a text is read once. Built at the first use. */
let index: ReadonlyMap<number, readonly Entry[]> | undefined;

const bucket = (first: number, second: number): number => first * 0x10000 + second;

function build(): ReadonlyMap<number, readonly Entry[]> {
	const built = new Map<number, Entry[]>();
	let count = 0;
	for (const [topic, name] of topics.entries()) {
		for (const list of Object.values(byTopic[name])) {
			for (const word of list.split(" | ")) {
				const stem = word.endsWith("*");
				const text = fold(stem ? word.slice(0, -1) : word);
				const first = text.charCodeAt(0);
				const anywhere = isUnspaced(first);
				const key = bucket(first, text.length > 1 ? text.charCodeAt(1) : 0);
				built.set(key, [
					...(built.get(key) ?? []),
					{ text, third: text.length > 2 ? text.charCodeAt(2) : 0, topic, index: count++, whole: !stem && !anywhere },
				]);
			}
		}
	}
	return built;
}

/** Counts the distinct words of each topic in a folded text, in one pass over it. */
export function countHits(text: string): Hits {
	index ??= build();
	const seen = new Set<number>();
	const counts = topics.map(() => 0);
	let before = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		const inside = isWordCode(before) && !isUnspaced(code);
		before = code;
		if (inside) continue;
		const pair = index.get(bucket(code, at + 1 < text.length ? text.charCodeAt(at + 1) : 0));
		if (pair) note(pair, text, at, seen, counts);
		const single = isUnspaced(code) ? index.get(bucket(code, 0)) : undefined;
		if (single) note(single, text, at, seen, counts);
	}
	return Object.fromEntries(topics.map((name, topic) => [name, counts[topic] ?? 0])) as Record<Topic, number>;
}

function note(entries: readonly Entry[], text: string, at: number, seen: Set<number>, counts: number[]): void {
	const third = text.charCodeAt(at + 2);
	for (const entry of entries) {
		if (entry.third !== 0 && entry.third !== third) continue;
		if (!text.startsWith(entry.text, at) || seen.has(entry.index)) continue;
		if (entry.whole && isWordCode(text.charCodeAt(at + entry.text.length))) continue;
		seen.add(entry.index);
		counts[entry.topic] = (counts[entry.topic] ?? 0) + 1;
	}
}
