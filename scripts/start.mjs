// Bundles the local server and runs it. The bundle is made anew at every start (a third of a second), so it is never older than its sources; against
// running the TypeScript as it is, the server starts faster and takes a third less memory. Plain JavaScript, because npm may start it with an older Node.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const [major] = process.versions.node.split(".").map(Number);
if (major < 24) {
	console.error(
		`Smart Router runs on Node 24; this is ${process.version} and no packaged Node 24 was installed for ${process.platform}-${process.arch}.`,
	);
	console.error("Install Node 24 (https://nodejs.org) and run `npm start` again.");
	process.exit(1);
}
execFileSync(process.execPath, [fileURLToPath(new URL("build-local.mjs", import.meta.url))], { stdio: "inherit" });
await import("../packages/local/dist/main.mjs");
