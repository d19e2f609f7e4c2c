// Runs on any Node 20+: npm puts the packaged Node 24 first in PATH, and where that one has no build for the platform this says what to do.

const [major] = process.versions.node.split(".").map(Number);
if (major < 24) {
	console.error(
		`Smart Router runs on Node 24; this is ${process.version} and no packaged Node 24 was installed for ${process.platform}-${process.arch}.`,
	);
	console.error("Install Node 24 (https://nodejs.org) and run `npm start` again.");
	process.exit(1);
}
await import("../packages/local/src/main.ts");
