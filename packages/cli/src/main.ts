import manifest from "../package.json" with { type: "json" };

const args = process.argv.slice(2);
// The version is asked for by scripts, often: it loads nothing else.
if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
	process.stdout.write(`${manifest.version}\n`);
} else {
	const { run } = await import("./run.ts");
	const code = await run(args);
	process.exitCode ??= code;
}
