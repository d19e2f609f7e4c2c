import { isLoopback } from "../target.ts";
import type { Check } from "./checks.ts";
import { fail, ok, skip, warn } from "./outcome.ts";

const slowMs = 2_000;
const skewMs = 60_000;

/** Where clients look for their endpoint. */
const clientVariables = ["OPENAI_BASE_URL", "ANTHROPIC_BASE_URL", "GOOGLE_GEMINI_BASE_URL"] as const;

/** Checks of this machine, and of the way to the gateway. */
export const machineChecks: readonly Check[] = [
	{
		id: "node",
		title: "Node",
		look: ({ node }) =>
			Number(node.split(".")[0]) >= 20
				? ok(`version ${node}`)
				: fail(`version ${node} is too old`, "Install Node 20 or newer: https://nodejs.org"),
	},
	{
		id: "config-file",
		title: "Configuration file",
		look: ({ configMode, target, env }) => {
			if (configMode !== undefined) return ok(target.configPath);
			if (env["SMART_ROUTER_URL"] && env["SMART_ROUTER_KEY"]) return ok("none, and none is needed: the environment says all");
			return warn("there is none", "Run `npm start` once, or `smart-router config set <address>`.");
		},
	},
	{
		id: "config-mode",
		title: "Configuration file's mode",
		look: ({ configMode, target, platform }) => {
			if (configMode === undefined || platform === "win32") return skip("nothing to look at");
			const mode = (configMode & 0o777).toString(8).padStart(4, "0");
			if ((configMode & 0o077) === 0) return ok(mode);
			return fail(`${mode}: others on this machine can read your key`, `chmod 600 '${target.configPath}' and replace the key.`);
		},
	},
	{
		id: "address",
		title: "Address",
		look: ({ target }) => {
			const { protocol, hostname } = new URL(target.url);
			if (protocol === "https:" || isLoopback(hostname)) return ok(`${target.url} (${target.urlFrom})`);
			return fail(`${target.url} is plain http: your key travels in clear`, "Use the gateway's https address.");
		},
	},
	{
		id: "reachable",
		title: "Gateway answers",
		look: ({ health, target }) =>
			health
				? ok(`in ${Math.round(health.ms)} ms`)
				: fail(`nobody answers at ${target.url}`, "Run `npm start`, or set SMART_ROUTER_URL to a running gateway."),
	},
	{
		id: "gateway",
		title: "It is a Smart Router",
		look: ({ health, target }) => {
			if (!health) return skip("nobody answers");
			if (health.status === 200 && health.body?.["status"] === "ok") return ok(`stage ${String(health.body["stage"])}`);
			return fail(
				`${target.url}/health answers ${health.status}, not as a gateway does`,
				"Is the address right, with its stage, e.g. …/prod?",
			);
		},
	},
	{
		id: "speed",
		title: "Time to answer",
		look: ({ health }) => {
			if (!health) return skip("nobody answers");
			if (health.ms <= slowMs) return ok(`${Math.round(health.ms)} ms`);
			return warn(
				`${Math.round(health.ms)} ms`,
				"Run it again: a cold start is slow once. Else look at the network, or choose a nearer region.",
			);
		},
	},
	{
		id: "version",
		title: "Versions",
		look: ({ health, version }) => {
			const theirs = health?.body?.["version"];
			if (typeof theirs !== "string") return skip("the gateway did not say");
			const [mine, other] = [version, theirs].map((text) => text.split(".").slice(0, 2).join("."));
			if (mine === other) return ok(`CLI ${version}, gateway ${theirs}`);
			return warn(
				`CLI ${version}, gateway ${theirs}`,
				"Bring the older one up to date: `npm ci` in the checkout, or deploy the stage again.",
			);
		},
	},
	{
		id: "clock",
		title: "Clocks",
		look: ({ health, now }) => {
			if (health?.date === undefined) return skip("the gateway did not say its time");
			const seconds = Math.round(Math.abs(health.date - now) / 1000);
			if (seconds * 1000 <= skewMs) return ok(`${seconds} s apart`);
			return warn(`${seconds} s apart`, "Let this machine set its clock by NTP: expiries and cooldowns look wrong otherwise.");
		},
	},
	{
		id: "clients",
		title: "Clients on this machine",
		look: ({ env, target }) => {
			const set = clientVariables.filter((name) => env[name]);
			const astray = set.filter((name) => !env[name]?.startsWith(target.url));
			if (astray.length > 0)
				return warn(
					`${astray.join(", ")} lead elsewhere`,
					`Set them to ${target.url} (OPENAI_BASE_URL with /v1), as docs/how-to/clients.md says.`,
				);
			return ok(set.length === 0 ? "no variable points a client anywhere" : `${set.join(", ")} lead here`);
		},
	},
];
