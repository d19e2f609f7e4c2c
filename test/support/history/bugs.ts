import { type Cooldown, isAccountItem, toAccount } from "@smart-router/core/account/account.ts";
import { isForgotten } from "@smart-router/core/cooldown/entry.ts";
import type { Change } from "@smart-router/core/store/store.ts";
import { conversationsAndCaps, everything, type Subject } from "./commands.ts";
import type { Ask } from "./history.ts";
import type { Bug } from "./instance.ts";
import { and, at, blindTo, claimedJustNow, dropping, isAbout, seeing, sending, without } from "./tamper.ts";

/** A bug that the checker must catch, and by which rule. */
export interface SeededBug extends Bug {
	readonly caughtAs: RegExp;
	/** What the histories are about, where everything would take too many of them. */
	readonly subject?: Subject;
	/** The circumstances in which it shows. */
	readonly when?: "replies are lost" | "crowded";
	/** What is done twice. */
	readonly repeats?: Ask["kind"];
}

const oneCooldown: Subject = { names: ["a00"], models: ["gpt-a"], failures: [["rate_short", ["model"]]] };
const longQuota: Subject = { ...everything, names: ["a00"], models: ["gpt-a"], failures: [["quota_long", ["account"]]] };
const refusals: Subject = { ...everything, names: ["a00"], failures: [["permission", ["account"]]] };

const conditionsOfEligibility = [at("enabled"), at("refused"), at("cooldowns"), at("errorStreak"), at("errorAt"), at("probedAt")];
const replaced = (changes: readonly Change[], name: string, value: number): Change[] =>
	changes.map((change) => (change.op === "set" && change.path[0] === name ? { ...change, value } : change));
const notRemoving = (changes: readonly Change[], name: string): Change[] =>
	changes.filter(({ op, path }) => op !== "remove" || path[0] !== name);
const without1 = (cooldowns: Readonly<Record<string, Cooldown>>, scope: string): Record<string, Cooldown> =>
	Object.fromEntries(Object.entries(cooldowns).filter(([other]) => other !== scope));

const ofClaims: Readonly<Record<string, SeededBug>> = {
	"a claim has no condition": {
		store: sending(["claim"], ({ changes }) => ({ changes, condition: undefined })),
		caughtAs: /takes only what is eligible/,
	},
	"a claim compares no version": { store: dropping(["claim"], at("claims")), caughtAs: /the logical clock grows/ },
	"a claim compares nothing but the version": {
		store: dropping(["claim"], ...conditionsOfEligibility),
		caughtAs: /takes only what is eligible/,
	},
	"a claim takes a disabled account": { store: dropping(["claim"], at("enabled")), caughtAs: /takes only what is eligible/ },
	"a claim takes an account whose credential is refused": {
		store: dropping(["claim"], at("refused")),
		caughtAs: /takes only what is eligible/,
	},
	"two probes at once": {
		subject: refusals,
		store: dropping(["claim"], at("claims"), at("probedAt"), at("errorAt")),
		caughtAs: /takes only what is eligible/,
	},
	"two probes of one cooldown at once": {
		subject: longQuota,
		store: dropping(["claim"], at("claims"), at("cooldowns", "?", "probe")),
		caughtAs: /takes only what is eligible/,
	},
	"eligibility ignores the model's group": {
		store: and(
			dropping(["claim"], at("cooldowns", "group:gpt")),
			seeing(["claim"], (item) => (isAccountItem(item) ? { ...item, cooldowns: without1(toAccount(item).cooldowns, "group:gpt") } : item)),
		),
		caughtAs: /takes only what is eligible/,
	},
	"what is taken as it stands ignores cooldowns": {
		when: "crowded",
		store: sending(["claim"], ({ changes, condition }) => ({
			changes,
			condition: isAbout(condition, at("claims")) ? condition : without(condition, at("cooldowns")),
		})),
		caughtAs: /takes only what is eligible/,
	},
	"the clock goes back": {
		store: sending(["claim"], ({ changes, condition }, { now }) => ({ changes: replaced(changes, "claimedAt", now()), condition })),
		caughtAs: /the logical clock grows|in turn/,
	},
	"a claim reads a stale snapshot": {
		store: (store, { ask }) => {
			let last: Awaited<ReturnType<typeof store.query>> | undefined;
			return {
				...store,
				async query(query) {
					const fresh = await store.query(query);
					const found = ask().kind === "claim" ? (last ?? fresh) : fresh;
					last = fresh;
					return found;
				},
			};
		},
		caughtAs: /in turn|no claim fails/,
	},
	"the most recently used goes first": {
		store: seeing(["claim"], (item) => (isAccountItem(item) ? { ...item, claimedAt: -toAccount(item).claimedAt } : item)),
		caughtAs: /in turn/,
	},
	"an account is overlooked": {
		store: seeing(["claim"], (item) => (item.sk.endsWith("#a02") ? undefined : item)),
		caughtAs: /no claim fails|in turn/,
	},
	"the account rotated to keeps its turn": {
		store: sending(["claim"], ({ changes, condition }) => ({ changes: notRemoving(changes, "first"), condition })),
		caughtAs: /in turn/,
	},
	"a claim whose reply was lost is counted twice": {
		when: "replies are lost",
		store: blindTo(["claim"], "nonces", {}),
		caughtAs: /claim: takes effect once/,
	},
	"a claim takes what another wrote for its own": {
		store: (store, { ask }) => ({
			...store,
			async update(key, changes, condition) {
				const written = await store.update(key, changes, condition);
				const nonce = changes.find(({ op, path }) => op === "set" && path[0] === "nonces")?.path[1];
				if (written.ok || !written.current || ask().kind !== "claim" || nonce === undefined) return written;
				return { ok: false, current: { ...written.current, nonces: { [nonce]: 0 } } };
			},
		}),
		caughtAs: /claim: takes effect once/,
	},
	"explaining counts as a claim": {
		store: (store, { ask }) => ({
			...store,
			async query(query) {
				const found = await store.query(query);
				const account = found.items.find(isAccountItem);
				if (account && ask().kind === "explain") await store.update(account, [{ op: "add", path: ["claims"], value: 1 }]);
				return found;
			},
		}),
		caughtAs: /explain: (takes effect once|does what is specified)/,
	},
};

const capped: Subject = { ...conversationsAndCaps, names: ["a00"], failures: [["bad_request", ["request"]]] };
const ofCaps: Readonly<Record<string, SeededBug>> = {
	"a claim does not look at the cap": {
		subject: capped,
		store: dropping(["claim"], at("claims"), at("inFlight")),
		caughtAs: /takes only what is eligible/,
	},
	"an attempt that ends keeps its place": {
		subject: capped,
		store: sending(["fail", "succeed"], ({ changes, condition }) => ({ changes: notRemoving(changes, "inFlight"), condition })),
		caughtAs: /(fail|succeed): (does what is specified|takes effect once)/,
	},
	"an attempt takes the place of another": {
		subject: capped,
		store: sending(["claim"], ({ changes, condition }) => ({
			changes: changes.map((change) =>
				change.op === "set" && change.path[0] === "inFlight" && change.path.length > 1
					? { ...change, path: ["inFlight"], value: { [change.path[1] ?? ""]: change.value as number } }
					: change,
			),
			condition,
		})),
		caughtAs: /claim: does what is specified/,
	},
	"a conversation is forgotten": {
		subject: { ...everything, conversations: true },
		asks: (ask) => (ask.kind === "claim" ? { ...ask, boundTo: "nobody" } : ask),
		caughtAs: /in turn/,
	},
};

const unchanged = [at("cooldowns", "?", "id"), at("cooldowns", "?", "until")];
const ofMarks: Readonly<Record<string, SeededBug>> = {
	"a later failure shortens a cooldown": {
		store: sending(["fail"], ({ changes, condition }, { ask, now }) => ({
			changes: changes.map((change) =>
				change.op === "set" && change.path[2] === "until" ? { ...change, value: now() + (ask().kind === "fail" ? 1 : 0) } : change,
			),
			condition: without(condition, at("cooldowns", "?", "until")),
		})),
		caughtAs: /fail: does what is specified/,
	},
	"a raise does not look whether it still is later": {
		subject: oneCooldown,
		store: dropping(["fail"], at("cooldowns", "?", "until")),
		caughtAs: /fail: does what is specified/,
	},
	"a new window forgets that the old one was prolonged": {
		subject: oneCooldown,
		store: dropping(["fail"], (leaf) => leaf.op === "eq" && at("cooldowns", "?", "until")(leaf)),
		caughtAs: /fail: does what is specified/,
	},
	"a mark that somebody else preceded is given up": {
		store: (store, { ask }) => ({
			...store,
			async update(key, changes, condition) {
				const written = await store.update(key, changes, condition);
				const isLost = !written.ok && written.current !== undefined && ask().kind === "fail";
				return isLost && written.current ? { ok: true, item: written.current } : written;
			},
		}),
		caughtAs: /fail: takes effect once/,
	},
	"a mark that the store refused is given up": {
		when: "replies are lost",
		store: (store, { ask }) => ({
			...store,
			update: (key, changes, condition) =>
				store.update(key, changes, condition).catch((error) => {
					if (ask().kind !== "fail") throw error;
					return { ok: true, item: { ...key } };
				}),
		}),
		caughtAs: /fail: takes effect once/,
	},
	"each of many failures at once is a step of the streak": { asks: claimedJustNow("fail"), caughtAs: /fail: does what is specified/ },
	"a first fault whose reply was lost is a second one": {
		when: "replies are lost",
		store: blindTo(["fail"], "lastFaultId"),
		caughtAs: /fail: takes effect once/,
	},
	"a limit of a model rests the whole account": {
		asks: (ask) => (ask.kind === "fail" && ask.verdict.scope === "model" ? { ...ask, verdict: { ...ask.verdict, scope: "account" } } : ask),
		caughtAs: /fail: does what is specified/,
	},
	"the request's own fault is held against the account": {
		asks: (ask) =>
			ask.kind === "fail" && ask.verdict.kind === "bad_request"
				? { ...ask, verdict: { ...ask.verdict, kind: "rate_short", scope: "model" } }
				: ask,
		caughtAs: /fail: does what is specified/,
	},
	"a refusal of an old credential counts for the new one": {
		store: dropping(["fail"], at("credentialVersion"), at("refused")),
		caughtAs: /fail: does what is specified/,
	},
	"an older success clears a newer cooldown": { asks: claimedJustNow("succeed"), caughtAs: /succeed: does what is specified/ },
	"a success does not look whether the cooldown still is the one it read": {
		store: dropping(["succeed"], ...unchanged),
		caughtAs: /succeed: does what is specified/,
	},
	"a success does not look whether the cooldown was prolonged": {
		subject: oneCooldown,
		store: dropping(["succeed"], at("cooldowns", "?", "until")),
		caughtAs: /succeed: does what is specified/,
	},
	"a success ends what was set by hand": {
		asks: (ask) => {
			if (ask.kind !== "succeed") return ask;
			const cooldowns = Object.entries(ask.claim.account.cooldowns).map(([scope, entry]) => [scope, { ...entry, source: "default" }]);
			return { ...ask, claim: { ...ask.claim, account: { ...ask.claim.account, cooldowns: Object.fromEntries(cooldowns) } } };
		},
		caughtAs: /succeed: does what is specified/,
	},
	"pruning loses a cooldown that has just begun": {
		store: sending(["fail"], ({ changes, condition }, { ask, now }) => {
			const current = ask();
			const before = current.kind === "fail" ? current.claim.account.cooldowns : {};
			const pruned = changes.flatMap(({ op, path }) => (op === "remove" && path[0] === "cooldowns" ? [path[1] ?? ""] : []));
			const stale = pruned.filter((scope) => before[scope] && isForgotten(before[scope], now()));
			return { changes, condition: without(condition, (leaf) => stale.some((scope) => at("cooldowns", scope)(leaf))) };
		}),
		caughtAs: /fail: does what is specified/,
	},
	"an attempt is settled twice": { repeats: "fail", caughtAs: /an attempt is settled once/ },
	"a request is recorded twice": {
		when: "replies are lost",
		store: (store) => ({ ...store, put: (item, condition) => store.put(item, item.pk.endsWith("#request") ? undefined : condition) }),
		caughtAs: /a request is recorded once/,
	},
};

const ofLives: Readonly<Record<string, SeededBug>> = {
	"a late mark brings back a deleted account": {
		store: dropping(["fail", "succeed"], at("pk"), at("gen")),
		caughtAs: /only linking makes an account/,
	},
	"a late mark touches the account that was linked anew": {
		store: dropping(["fail", "succeed"], at("gen")),
		caughtAs: /touches only the life it claimed/,
	},
	"enabling an account writes back all that was read of it": {
		store: (store, { ask }) => ({
			...store,
			async update(key, changes, condition) {
				const read = ask().kind === "enable" ? await store.get(key) : undefined;
				if (!read) return store.update(key, changes, condition);
				const { recordedVersion: _count, pk: _pk, sk: _sk, ...all } = read;
				const back = Object.entries(all).map(([name, value]): Change => ({ op: "set", path: [name], value }));
				return store.update(key, [...back.filter(({ path }) => path[0] !== "enabled" && path[0] !== "updatedAt"), ...changes], condition);
			},
		}),
		caughtAs: /enable: does what is specified/,
	},
};

/** Every bug by what it is. */
export const bugs: Readonly<Record<string, SeededBug>> = { ...ofClaims, ...ofCaps, ...ofMarks, ...ofLives };
