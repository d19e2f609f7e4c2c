import { spawn } from "node:child_process";

type Env = Readonly<Record<string, string | undefined>>;

/** Whether a browser can probably be opened for the person who typed the command. */
export function hasBrowser(env: Env = process.env, platform: NodeJS.Platform = process.platform): boolean {
	if (env["BROWSER"]) return true;
	if (env["SSH_CONNECTION"] || env["CI"]) return false;
	return platform === "darwin" || platform === "win32" || Boolean(env["DISPLAY"] || env["WAYLAND_DISPLAY"]);
}

/** Opens an http(s) address in the person's browser and does not wait for it; false when there is no way to. */
export function openBrowser(url: string, env: Env = process.env, platform: NodeJS.Platform = process.platform): boolean {
	if (!/^https?:\/\//.test(url)) return false;
	const [command, ...args] = commandOf(env, platform);
	// The address is one argument, never part of a shell's line.
	const child = spawn(command, [...args, url], { detached: true, stdio: "ignore" });
	child.on("error", () => {});
	child.unref();
	return true;
}

function commandOf(env: Env, platform: NodeJS.Platform): [string, ...string[]] {
	if (env["BROWSER"]) return [env["BROWSER"]];
	if (platform === "darwin") return ["open"];
	if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
	return ["xdg-open"];
}
