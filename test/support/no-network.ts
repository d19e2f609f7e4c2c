import net from "node:net";

/** Tests may talk to this machine only: every other connection fails at once and names the host. */
const connect = net.Socket.prototype.connect;

const loopback = new Set(["localhost", "127.0.0.1", "::1"]);

function hostOf(args: readonly unknown[]): string | undefined {
	const first = Array.isArray(args[0]) ? args[0][0] : args[0];
	if (typeof first === "object" && first !== null) {
		if ("path" in first && first.path) return undefined;
		return "host" in first && typeof first.host === "string" ? first.host : undefined;
	}
	return typeof first === "number" && typeof args[1] === "string" ? args[1] : undefined;
}

net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
	const host = hostOf(args);
	if (host !== undefined && !loopback.has(host) && !host.startsWith("127.")) {
		throw new Error(`Tests run without network: refused a connection to ${host}`);
	}
	return Reflect.apply(connect, this, args);
} as typeof connect;
