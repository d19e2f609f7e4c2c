import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { listen } from "./listener.ts";

/** A request line that no client library would send. */
async function raw(port: number, target: string): Promise<string> {
	const socket = connect(port, "127.0.0.1");
	socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
	return text(socket);
}

test.each(["//", "/back?state=other", "/elsewhere?state=mine", "http://[", "*"])(
	"%s is answered with 404, and the right answer is still taken",
	async (target) => {
		const listener = await listen([], "/back");
		if (!listener) throw new Error("no port is free");
		try {
			const arrived = listener.wait("mine");

			const refused = await raw(listener.port, target);
			const shown = raw(listener.port, "/back?state=mine&code=c");
			const { callback, tell } = await arrived;
			tell("Linked", "It is <b>linked</b>.");

			expect(refused).toMatch(/^HTTP\/1\.1 404 /);
			expect(callback).toBe("http://127.0.0.1/back?state=mine&code=c");
			expect(await shown).toContain("It is &lt;b&gt;linked&lt;/b&gt;.");
		} finally {
			listener.close();
		}
	},
);
