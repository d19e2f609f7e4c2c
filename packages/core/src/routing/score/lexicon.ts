import words from "./words.json" with { type: "json" };

/** What words can speak for. */
export type Topic = Exclude<keyof typeof words, "asOf" | "about">;

/** Distinct words found, by topic. */
export type Hits = Readonly<Record<Topic, number>>;

/** The day the words were last changed. */
export const wordsDate: string = words.asOf;

interface Entry {
	readonly text: string;
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

/** Entries by their first two UTF-16 units, then by the third; 0 where they have none. Built at the first use. */
type Index = ReadonlyMap<number, ReadonlyMap<number, readonly Entry[]>>;
let index: Index | undefined;

const unitAt = (text: string, at: number): number => (at < text.length ? text.charCodeAt(at) : 0);
const bucket = (first: number, second: number): number => first * 0x10000 + second;

/** Marked where an entry may begin with the two units of a slot: most words of a text are passed by without a look at the index. */
const beginnings = new Uint8Array(0x10000);
const slot = (first: number, second: number): number => (Math.imul(first, 31) + second) & 0xffff;

function build(): Index {
	const built = new Map<number, Map<number, Entry[]>>();
	let count = 0;
	for (const [topic, name] of topics.entries()) {
		// A word that several languages share stands once: it is one word of the text.
		const distinct = new Set(Object.values(byTopic[name]).flatMap((list) => list.split(" | ").map(fold)));
		for (const word of distinct) {
			const stem = word.endsWith("*");
			const text = stem ? word.slice(0, -1) : word;
			const first = text.charCodeAt(0);
			const anywhere = isUnspaced(first);
			const entry: Entry = { text, topic, index: count++, whole: !stem && !anywhere };
			const key = bucket(first, unitAt(text, 1));
			const byThird = built.get(key) ?? new Map<number, Entry[]>();
			byThird.set(unitAt(text, 2), [...(byThird.get(unitAt(text, 2)) ?? []), entry]);
			built.set(key, byThird);
			beginnings[slot(first, unitAt(text, 1))] = 1;
		}
	}
	return built;
}

/** What was found in a text, and in those before it. */
export interface Found {
	readonly hits: Hits;
	/** Entries that were seen: they count no second time. */
	readonly seen: ReadonlySet<number>;
}

export const countHits = (text: string): Hits => findWords(text).hits;

/** Counts the distinct words of each topic in a folded text, in one pass over it; `before` goes on from what another text held. */
export function findWords(text: string, before?: Found): Found {
	index ??= build();
	const seen = new Set(before?.seen);
	const counts = topics.map((name) => before?.hits[name] ?? 0);
	let previous = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		const inside = isWordCode(previous) && !isUnspaced(code);
		previous = code;
		if (inside) continue;
		const next = unitAt(text, at + 1);
		const longer = beginnings[slot(code, next)] === 1 ? index.get(bucket(code, next)) : undefined;
		if (longer) {
			note(longer.get(unitAt(text, at + 2)), text, at, seen, counts);
			note(longer.get(0), text, at, seen, counts);
		}
		if (isUnspaced(code)) note(index.get(bucket(code, 0))?.get(0), text, at, seen, counts);
	}
	return { hits: Object.fromEntries(topics.map((name, topic) => [name, counts[topic] ?? 0])) as Record<Topic, number>, seen };
}

function note(entries: readonly Entry[] | undefined, text: string, at: number, seen: Set<number>, counts: number[]): void {
	if (!entries) return;
	for (const entry of entries) {
		if (!text.startsWith(entry.text, at) || seen.has(entry.index)) continue;
		if (entry.whole && isWordCode(unitAt(text, at + entry.text.length))) continue;
		seen.add(entry.index);
		counts[entry.topic] = (counts[entry.topic] ?? 0) + 1;
	}
}
