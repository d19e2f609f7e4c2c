import type { AccountView } from "@smart-router/core/account/account.schema.ts";
import { sandboxProvider } from "@smart-router/core/provider/sandbox.schema.ts";
import type { Check } from "./checks.ts";
import type { Facts } from "./facts.ts";
import { fail, type Outcome, ok, skip, warn } from "./outcome.ts";

const day = 86_400_000;
const soonMs = 7 * day;
/** Of the last 100 requests. */
const badShare = 0.2;
const fewRequests = 10;

/** The outcome of looking at a list; skipped when it could not be read. */
function given<Answer>(told: { readonly answer: Answer | undefined } | undefined, look: (answer: Answer) => Outcome): Outcome {
	if (!told) return skip("the gateway could not be asked");
	return told.answer === undefined ? skip("this key may not see it") : look(told.answer);
}

/** What ends an Error or an expiry for good. */
const remedyFor = ({ method, provider, profileId }: AccountView): string =>
	`${method === "api_key" ? "Give it a new key" : "Sign in anew"}: smart-router login ${provider} --profile ${profileId}`;

const isRefused = ({ models, accounts }: Facts): boolean => [models, accounts].some((told) => told?.status === 401);

/** Checks of what the gateway says: the key, the accounts, the routing. */
export const gatewayChecks: readonly Check[] = [
	{
		id: "key",
		title: "API key",
		look: ({ target }) =>
			target.key
				? ok(`…${target.key.slice(-4)} (${target.keyFrom})`)
				: fail("there is none for this address", "Set SMART_ROUTER_KEY, or `smart-router config set <address>`."),
	},
	{
		id: "key-accepted",
		title: "Key is accepted",
		look: (facts) => {
			if (!facts.models && !facts.accounts) return skip("the gateway could not be asked");
			return isRefused(facts)
				? fail(
						"it is unknown there: mistyped, revoked or expired",
						"Ask an admin for a key; locally `npm start -- --new-admin-key` makes one.",
					)
				: ok("yes");
		},
	},
	{
		id: "key-scopes",
		title: "What the key may do",
		look: (facts) => {
			const { models, accounts } = facts;
			if (!models || !accounts || isRefused(facts)) return skip("the key is not accepted");
			const missing = [...(models.status === 403 ? ["proxy"] : []), ...(accounts.status === 403 ? ["accounts:read"] : [])];
			if (missing.length === 0) return ok("call models and see accounts");
			return warn(`it lacks ${missing.join(" and ")}`, `Ask an admin for a key with ${missing.join(", ")}.`);
		},
	},
	{
		id: "accounts",
		title: "Linked accounts",
		look: ({ accounts }) =>
			given(accounts, ({ data }) => {
				const real = data.filter(({ provider }) => provider !== sandboxProvider);
				if (real.length > 0) return ok(`${real.length} of ${new Set(real.map(({ provider }) => provider)).size} providers`);
				const link = "smart-router login openai --method api-key --label work";
				return data.length > 0 ? warn(`only the simulated ones of ${sandboxProvider}`, link) : fail("none", link);
			}),
	},
	{
		id: "account-health",
		title: "Accounts' health",
		look: ({ accounts }) =>
			given(accounts, ({ data }) => {
				const ill = data.filter(({ state }) => state === "error" || state === "expired");
				if (ill.length === 0) return ok("none is in error or expired");
				const [first] = ill;
				const detail = ill.map(({ profileId, state }) => `${profileId} (${state})`).join(", ");
				return fail(detail, first ? `smart-router accounts show ${first.profileId} says why. ${remedyFor(first)}` : "");
			}),
	},
	{
		id: "pools",
		title: "Every provider has an account to use now",
		look: ({ pools }) =>
			given(pools, ({ data }) => {
				const stuck = data.filter(
					({ next, counts }) => next === null && counts.verified + counts.cooldown + counts.error + counts.expired > 0,
				);
				if (stuck.length === 0)
					return ok(data.map(({ provider, next }) => `${provider}: ${next ?? "none linked"}`).join(", ") || "no pools yet");
				const names = stuck.map(({ provider }) => provider);
				return fail(
					`all accounts of ${names.join(", ")} rest or are ill`,
					"Wait, link another account, or `smart-router cooldowns` to see until when.",
				);
			}),
	},
	{
		id: "spare",
		title: "Spare accounts",
		look: ({ accounts, routing }) =>
			given(accounts, ({ data }) => {
				const enabled = data.filter(({ enabled, provider }) => enabled && provider !== sandboxProvider).map(({ provider }) => provider);
				const alone = [...new Set(enabled)].filter((provider) => enabled.indexOf(provider) === enabled.lastIndexOf(provider));
				if (alone.length === 0) return ok("no provider hangs on one account");
				return warn(
					`${alone.join(", ")} ${alone.length === 1 ? "has" : "have"} one account: its limit stops the provider`,
					new Set(enabled).size > 1 && routing?.answer?.defaultFallback === "none"
						? "Link a second one, or let other providers answer: smart-router settings --fallback auto."
						: "Link a second one.",
				);
			}),
	},
	{
		id: "tokens",
		title: "Logins that end",
		look: ({ accounts, now }) =>
			given(accounts, ({ data }) => {
				const over = data.filter(({ tokenExpiresAt }) => tokenExpiresAt !== null && Date.parse(tokenExpiresAt) <= now);
				if (over.length === 0) return ok("every token lives, or renews itself");
				return warn(over.map(({ profileId }) => profileId).join(", "), "They renew at their next use; when they do not, log in again.");
			}),
	},
	{
		id: "models",
		title: "Models to ask for",
		look: ({ models }) =>
			given(models, ({ data }) => {
				const real = data.filter(({ id }) => id.includes("/"));
				return real.length > 0
					? ok(`${real.length}, and auto`)
					: fail("none", "Link an account, or allow this key more providers and models.");
			}),
	},
	{
		id: "routing",
		title: "Aliases, fallbacks and auto",
		look: ({ routing, models }) =>
			given(routing, (rules) =>
				given(models, ({ data }) => {
					const known = new Set(data.flatMap(({ id }) => [id, id.slice(id.indexOf("/") + 1)]));
					const targets = [...Object.values(rules.aliases), ...Object.values(rules.fallbacks).flat(), ...rules.auto];
					const lost = [...new Set(targets)].filter((target) => !known.has(target) && !(target in rules.aliases));
					if (lost.length === 0) return ok(targets.length === 0 ? "the default order" : `${targets.length} targets, all known`);
					return warn(`no linked account serves ${lost.join(", ")}`, "Link one, or change PUT /admin/routing.");
				}),
			),
	},
	{
		id: "key-expiry",
		title: "Keys that end soon",
		look: ({ keys, now }) =>
			given(keys, ({ data }) => {
				const soon = data.filter(({ revokedAt, expiresAt }) => {
					const left = expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt) - now;
					return revokedAt === null && left > 0 && left < soonMs;
				});
				if (soon.length === 0) return ok("none within 7 days");
				return warn(
					soon.map(({ name, keyId }) => `${name} (${keyId})`).join(", "),
					"smart-router keys edit <keyId> --expires 90d, or make another.",
				);
			}),
	},
	{
		id: "failures",
		title: "Recent requests",
		look: ({ requests }) =>
			given(requests, ({ data }) => {
				const failed = data.filter(({ outcome }) => outcome === "error" || outcome === "broken").length;
				const detail = `${failed} of the last ${data.length} failed`;
				if (data.length < fewRequests || failed / data.length <= badShare) return ok(data.length === 0 ? "none yet" : detail);
				return warn(detail, "See which accounts failed and why: GET /admin/requests, or the Requests page.");
			}),
	},
];
