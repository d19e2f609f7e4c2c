import { paint } from "../output.ts";

/** A line on stderr that says what is waited for and how long there still is; on a terminal it counts down, elsewhere it is said once. */
export function showWaiting(what: string, expiresAt: string): () => void {
	const end = Date.parse(expiresAt);
	const { stderr } = process;
	if (!stderr.isTTY) {
		stderr.write(`${what} (until ${expiresAt}; Ctrl-C cancels)\n`);
		return () => {};
	}
	const show = (): void => {
		const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
		const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
		stderr.write(`\r\u001b[K${paint("dim", `${what} ${left} left, Ctrl-C cancels`, stderr)}`);
	};
	show();
	const timer = setInterval(show, 1000);
	return () => {
		clearInterval(timer);
		stderr.write("\r\u001b[K");
	};
}
