/**
 * The first admin key of a stage counts once it was used under `/admin`, because only the functions there may read the secret it lies in. Using it
 * right after the deploy makes it count everywhere, whatever its owner calls first.
 */
export interface Stage {
	/** Base address, without a trailing slash. */
	readonly url: string;
	readonly key: string;
}

const tries = 5;
const waitMs = 3_000;
const timeoutMs = 20_000;

/** True once the stage has taken the key, or knows another one already (401). A new stage may need some seconds until it answers. */
export async function useFirstKey({ url, key }: Stage, wait: (ms: number) => Promise<void>): Promise<boolean> {
	for (let left = tries; left > 0; left--) {
		if (left < tries) await wait(waitMs);
		const status = await ask(url, key);
		if (status === 200 || status === 401) return true;
	}
	return false;
}

/** The answer's status; undefined when none came. */
async function ask(url: string, key: string): Promise<number | undefined> {
	try {
		const response = await fetch(`${url}/admin/accounts?limit=1`, {
			headers: { authorization: `Bearer ${key}` },
			signal: AbortSignal.timeout(timeoutMs),
		});
		await response.text();
		return response.status;
	} catch {
		return undefined;
	}
}
