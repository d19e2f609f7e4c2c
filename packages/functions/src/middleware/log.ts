/** Structured lines; a line never holds a secret, a prompt or an answer. */
export interface Log {
	info(message: string, fields: Readonly<Record<string, unknown>>): void;
	error(message: string, fields: Readonly<Record<string, unknown>>): void;
}

type Level = keyof Log;

/** Powertools' logger, loaded at the first line and not before: a cold start does not pay for it. `LOG_LEVEL` is honoured. */
export function createLog(service: string): Log {
	let logger: Promise<Log> | undefined;
	const load = async (): Promise<Log> => {
		const { Logger } = await import("@aws-lambda-powertools/logger");
		return new Logger({ serviceName: service });
	};
	const write =
		(level: Level): Log[Level] =>
		(message, fields) => {
			logger ??= load();
			void logger.then((loaded) => loaded[level](message, fields));
		};
	return { info: write("info"), error: write("error") };
}
