import { fileURLToPath } from "node:url";
import { printBanner } from "./banner.ts";
import { startGateway } from "./gateway.ts";
import { type LocalOptions, readOptions, UsageError, usage } from "./options.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

function options(): LocalOptions {
	try {
		return readOptions(process.argv.slice(2), process.env, root);
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		console.error(error.message);
		process.exit(2);
	}
}

const settings = options();
if (settings.help) {
	console.log(usage);
	process.exit(0);
}
process.env["LOG_LEVEL"] ??= settings.logLevel.toUpperCase();

try {
	const gateway = await startGateway(settings);
	printBanner(gateway, settings);
	const stop = async (): Promise<void> => {
		await gateway.stop();
		process.exit(0);
	};
	process.once("SIGINT", stop);
	process.once("SIGTERM", stop);
} catch (error) {
	const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
	console.error(taken ? `Port ${settings.port} is taken: stop what listens there, or set PORT to another.` : error);
	process.exit(1);
}
