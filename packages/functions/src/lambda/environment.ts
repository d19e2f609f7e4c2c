/** A variable that infra sets for the function; throws when it is missing, so that a broken deploy fails at its first start and says why. */
export function required(name: string): string {
	const value = process.env[name];
	if (!value) throw new Error(`The environment variable ${name} is not set.`);
	return value;
}
