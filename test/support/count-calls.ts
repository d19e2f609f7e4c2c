import type { FakeUpstream } from "./fake-upstream/fake-upstream.ts";
import { startProxyStage } from "./proxy-stage.ts";

export interface CountedCalls {
	/** Names of the calls, in order. */
	readonly "before the upstream call": readonly string[];
	readonly "after the answer": readonly string[];
}

/** Every function of `target` writes its name down before it runs. */
function watched<Target extends object>(target: Target, calls: string[]): Target {
	return new Proxy(target, {
		get(object, name, receiver) {
			const value: unknown = Reflect.get(object, name, receiver);
			if (typeof value !== "function") return value;
			return (...args: unknown[]) => {
				calls.push(String(name));
				return Reflect.apply(value, object, args);
			};
		},
	});
}

/** The calls that the last of four equal requests makes through the real handler, three accounts linked. */
export async function countCalls(upstream: FakeUpstream, stream: boolean, session?: string): Promise<CountedCalls> {
	const calls: string[] = [];
	const stage = await startProxyStage(upstream, {
		labels: ["a", "b", "c"],
		store: (store) => watched(store, calls),
		keys: (keys) => watched(keys, calls),
		http: (client) => (request) => {
			calls.push("upstream");
			return client(request);
		},
	});
	const ask = () => stage.chat({ stream }, { headers: session === undefined ? {} : { "x-session-id": session } });
	for (let warm = 0; warm < 3; warm++) await ask();
	calls.length = 0;
	const { status } = await ask();
	stage.close();
	if (status !== 200) throw new Error(`the counted request answered ${status}`);
	const at = calls.indexOf("upstream");
	return { "before the upstream call": calls.slice(0, at), "after the answer": calls.slice(at + 1) };
}
