/** Whether a request may try again after a provider's fault; as in gRPC (proposal A6), for each provider of this process. */
export interface RetryThrottle {
	/** A call ended with a fault of the provider. */
	failed(provider: string): void;
	/** A call was answered. */
	succeeded(provider: string): void;
	/** False while the provider is failing so often that more calls would only add to it. */
	mayRetry(provider: string): boolean;
}

const maxTokens = 100;
const faultCosts = 1;
const successReturns = 0.5;
const retryFrom = 50;

const faults: ReadonlySet<string> = new Set(["server", "transport", "overloaded"]);

/** The verdicts that count: limits and refused credentials are an account's own. */
export const isFault = (verdict: string): boolean => faults.has(verdict);

export function createRetryThrottle(): RetryThrottle {
	const tokens = new Map<string, number>();
	const left = (provider: string): number => tokens.get(provider) ?? maxTokens;
	return {
		failed(provider) {
			tokens.set(provider, Math.max(0, left(provider) - faultCosts));
		},
		succeeded(provider) {
			const more = left(provider) + successReturns;
			if (more >= maxTokens) tokens.delete(provider);
			else tokens.set(provider, more);
		},
		mayRetry: (provider) => left(provider) >= retryFrom,
	};
}
