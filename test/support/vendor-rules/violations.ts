/** Collects what a vendor would refuse, each with the field's path. */
export interface Violations {
	readonly found: string[];
	/** Notes the message unless the condition holds. */
	want(condition: boolean, message: string): void;
}

export function violations(): Violations {
	const found: string[] = [];
	return {
		found,
		want: (condition, message) => {
			if (!condition) found.push(message);
		},
	};
}

export const isBlank = (value: unknown): boolean => typeof value !== "string" || value.trim() === "";
export const isBase64 = (value: unknown): boolean => typeof value === "string" && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
export const inRange = (value: unknown, least: number, most: number): boolean =>
	typeof value === "number" && value >= least && value <= most;

/** Notes every field that the vendor does not know. */
export function wantKnown(
	rules: Violations,
	holder: Readonly<Record<string, unknown>>,
	known: readonly string[],
	say: (name: string) => string,
): void {
	for (const name of Object.keys(holder)) rules.want(known.includes(name), say(name));
}

/** Notes tools whose name is not accepted or comes twice. */
export function wantNames(rules: Violations, names: readonly unknown[], pattern: RegExp, path: string): void {
	names.forEach((name, index) => {
		rules.want(typeof name === "string" && pattern.test(name), `${path}.${index}.name: does not match ${pattern}`);
		rules.want(names.indexOf(name) === index, `${path}: names must be unique`);
	});
}
