import { setTimeout as pause } from "node:timers/promises";
import type { LoginView } from "@smart-router/core/login/login.schema.ts";
import type { ProviderView } from "@smart-router/core/provider/provider.schema.ts";
import type { Client, Fields } from "../client.ts";
import { Failure } from "../failure.ts";
import { askLine } from "../prompt.ts";
import { plain } from "../table.ts";
import { isLoopback } from "../target.ts";
import { openBrowser } from "./browser.ts";
import { type Listener, listen } from "./listener.ts";
import { showWaiting } from "./waiting.ts";
import type { Way } from "./way.ts";

export interface Going {
	readonly client: Client;
	readonly provider: ProviderView;
	readonly way: Exclude<Way, "api-key">;
	readonly browser: boolean;
	/** Label or account, as `POST /admin/logins` takes them. */
	readonly fields: Fields;
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Goes through a login at the gateway to its end; the profile id of the linked account. Throws `Failure`. */
export async function loginAtGateway(going: Going): Promise<string> {
	const listener = going.way === "loopback" ? await listenFor(going) : undefined;
	try {
		const login = await start(going, listener);
		return await cancelledByCtrlC(going.client, login, (stopped) => follow(going, login, listener, stopped));
	} finally {
		listener?.close();
	}
}

async function listenFor({ provider }: Going): Promise<Listener> {
	const { ports = [], path = "/callback" } = provider.oauth?.loopback ?? {};
	const listener = await listen(ports, path);
	if (listener) return listener;
	throw new Failure(`Port ${ports.join(" and ")} of this machine is taken, and ${plain(provider.name)} comes back to no other.`, {
		hint: "Stop what listens there, or add --no-browser to paste the address by hand.",
	});
}

function start({ client, provider, way, fields }: Going, listener: Listener | undefined): Promise<LoginView> {
	const how =
		way === "device" ? { method: "device" } : { method: "oauth", redirect: way, ...(listener && { redirectPort: listener.port }) };
	return client<LoginView>("POST", "/admin/logins", { provider: provider.id, ...how, ...fields });
}

/** To the login's end; where the signal fires, nothing is waited for any longer. */
async function follow(going: Going, login: LoginView, listener: Listener | undefined, stopped: AbortSignal): Promise<string> {
	const { client, browser, provider } = going;
	show(going, login);
	// The code and the address are on the screen by now, whatever the browser does.
	const address = login.authorizeUrl ?? login.verificationUrlComplete;
	if (browser && address !== undefined && going.way !== "paste") openBrowser(address);
	if (listener) return byListener(client, login, listener, stopped);
	if (going.way === "paste") return byPasting(client, login, provider, stopped);
	const done = showWaiting("Waiting for you to sign in …", login.expiresAt);
	try {
		return await byWaiting(client, login, stopped);
	} finally {
		done();
	}
}

function show({ way, browser, provider }: Going, login: LoginView): void {
	if (provider.termsNote) say(`Terms: ${plain(provider.termsNote)}\n`);
	if (way === "device") showCode(login);
	else showAddress(login, browser && way !== "paste");
}

const showAddress = ({ authorizeUrl = "" }: LoginView, opens: boolean): void =>
	say(`${opens ? "Your browser opens. If it does not, open" : "Open"} this address:\n\n  ${plain(authorizeUrl)}\n`);

/** A gateway that is reached at a loopback address is reached from its own machine only, and so is its code page. */
function showCode({ userCode = "", verificationUrl = "" }: LoginView): void {
	const url = URL.canParse(verificationUrl) ? new URL(verificationUrl) : undefined;
	const here = url !== undefined && isLoopback(url.hostname);
	say(`Code: ${plain(userCode)}`);
	say(`Enter it at ${plain(verificationUrl)} on ${here ? "this machine" : "any device"}, and sign in there.`);
	if (!here) return;
	const port = url.port || (url.protocol === "https:" ? "443" : "80");
	say(`From another machine: ssh -L ${port}:${url.hostname}:${port} <this machine>, then open the same address there.`);
}

async function byWaiting(client: Client, { id, interval }: LoginView, signal: AbortSignal): Promise<string> {
	let wait = interval;
	for (;;) {
		await pause(wait * 1000, undefined, { signal });
		const login = await client<LoginView>("GET", `/admin/logins/${id}`);
		if (login.status !== "pending") return ended(login);
		wait = login.interval;
	}
}

function ended({ status, profileId, error }: LoginView): string {
	if (status === "completed" && profileId !== undefined) return profileId;
	throw new Failure(error?.message ?? `The login is ${status}.`, {
		hint: error?.hint ?? "Start it again.",
		...(error && { details: { ...error } }),
	});
}

const handOver = async (client: Client, { id }: LoginView, callback: string): Promise<string> =>
	ended(await client<LoginView>("POST", `/admin/logins/${id}/callback`, { callback }));

async function byListener(client: Client, login: LoginView, listener: Listener, signal: AbortSignal): Promise<string> {
	const state = new URL(login.authorizeUrl ?? "").searchParams.get("state") ?? "";
	const done = showWaiting("Waiting for your browser to come back …", login.expiresAt);
	const late = pause(Math.max(0, Date.parse(login.expiresAt) - Date.now()), undefined, { ref: false, signal });
	try {
		const arrived = await Promise.race([listener.wait(state), late]);
		if (arrived === undefined) throw new Failure("The browser did not come back in time.", { hint: "Start the login again." });
		try {
			const profileId = await handOver(client, login, arrived.callback);
			arrived.tell("Linked", `The account ${profileId} is linked. You can close this page.`);
			return profileId;
		} catch (error) {
			arrived.tell("That did not work", error instanceof Failure ? error.message : "See the terminal.");
			throw error;
		}
	} finally {
		done();
	}
}

async function byPasting(client: Client, login: LoginView, { oauth }: ProviderView, signal: AbortSignal): Promise<string> {
	say(
		oauth?.pasted === "code#state"
			? "Sign in, then copy the code that is shown."
			: "Sign in. The browser then shows a page that cannot be reached: copy its whole address.",
	);
	return handOver(client, login, await askLine("Paste it here: ", signal));
}

/** Ctrl-C ends the login at the gateway too, so that nobody can finish it afterwards. */
async function cancelledByCtrlC<Result>(
	client: Client,
	{ id }: LoginView,
	work: (stopped: AbortSignal) => Promise<Result>,
): Promise<Result> {
	const stop = new AbortController();
	const end = (): void => stop.abort();
	const stopped = new Promise<"stopped">((resolve) => stop.signal.addEventListener("abort", () => resolve("stopped")));
	process.once("SIGINT", end);
	process.once("SIGTERM", end);
	try {
		const result = await Promise.race([stopped, work(stop.signal)]);
		if (result !== "stopped") return result as Result;
		await client("DELETE", `/admin/logins/${id}`);
		throw new Failure("Cancelled. Nothing was linked.");
	} finally {
		process.removeListener("SIGINT", end);
		process.removeListener("SIGTERM", end);
	}
}
