/** Structured lines; a line never holds a secret, a prompt or an answer. */
export interface Log {
	info(message: string, fields: Readonly<Record<string, unknown>>): void;
	error(message: string, fields: Readonly<Record<string, unknown>>): void;
}

type Level = keyof Log;

/** Values of `LOG_LEVEL` under which a level says nothing: a line that nobody sees need not be made. */
const silentUnder: Readonly<Record<Level, readonly string[]>> = {
	info: ["WARN", "ERROR", "CRITICAL", "SILENT"],
	error: ["CRITICAL", "SILENT"],
};

/** Powertools' logger, loaded at the first line and not before: a cold start does not pay for it. `LOG_LEVEL` is honoured. */
export function createLog(service: string): Log {
	let logger: Promise<Log> | undefined;
	const load = async (): Promise<Log> => {
		const { Logger } = await import("@aws-lambda-powertools/logger");
		return new Logger({ serviceName: service });
	};
	const write = (level: Level): Log[Level] => {
		if (silentUnder[level].includes(process.env.LOG_LEVEL?.toUpperCase() ?? "")) return () => {};
		return (message, fields) => {
			logger ??= load();
			void logger.then((loaded) => loaded[level](message, fields));
		};
	};
	return { info: write("info"), error: write("error") };
}
