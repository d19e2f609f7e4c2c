import { afterAll, afterEach, beforeEach } from "vitest";
import { type FakeUpstream, startFakeUpstream } from "./fake-upstream/fake-upstream.ts";
import { type GatewayClient, startTestGateway, type TestGateway } from "./gateway.ts";

/** What the tests of a file are played on. */
export interface Scene {
	/** The gateway of the test that runs; empty at its begin but for what `prepare` and `labels` say. */
	readonly gateway: GatewayClient & Pick<TestGateway, "folder" | "stop">;
	/** One for all tests; it forgets after each. */
	readonly upstream: FakeUpstream;
	/** ms, the gateway's clock where it is `frozen`: it stands until a test moves it. */
	readonly time: { now: number };
	/** Links accounts with these labels at the provider `fake`, which is the fake upstream. */
	link(...labels: readonly string[]): Promise<void>;
}

export interface SceneOptions {
	/** Labels of accounts at `fake` that each test begins with. */
	readonly labels?: readonly string[];
	/** The models of `fake`; `model-x` when missing. */
	readonly models?: readonly string[];
	/** What else each test begins with. */
	readonly prepare?: (scene: Scene) => Promise<void>;
	readonly frozen?: boolean;
}

const noon = Date.UTC(2030, 0, 1, 12);

/** A gateway of its own for each test of the file that awaits this at its top, before a fake provider that all of them share. */
export async function gatewayForEach({ labels, models = ["model-x"], prepare, frozen = false }: SceneOptions = {}): Promise<Scene> {
	const upstream = await startFakeUpstream();
	const time = { now: noon };
	let current: TestGateway | undefined;
	const running = (): TestGateway => {
		if (!current) throw new Error("no test is running");
		return current;
	};
	const scene: Scene = {
		gateway: {
			get url() {
				return running().url;
			},
			get folder() {
				return running().folder;
			},
			call: (...input) => running().call(...input),
			admin: <Shape>(method: string, path: string, body?: unknown) => running().admin<Shape>(method, path, body),
			link: (...input) => running().link(...input),
			chat: (...input) => running().chat(...input),
			stop: () => running().stop(),
		},
		upstream,
		time,
		link: (...labels) => running().link({ id: "fake", protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models }, labels),
	};

	beforeEach(async () => {
		time.now = noon;
		current = await startTestGateway(frozen ? { clock: () => time.now } : {});
		if (labels) await scene.link(...labels);
		await prepare?.(scene);
	});
	afterEach(async () => {
		await current?.close();
		upstream.reset();
	});
	afterAll(() => upstream.close());
	return scene;
}

/** Two providers with two models and two accounts each: `alpha/alpha-large`, … at `alpha:alpha-0`, … */
export async function linkAlphaAndBeta({ gateway, upstream }: Scene): Promise<void> {
	for (const id of ["alpha", "beta"]) {
		const models = [`${id}-large`, `${id}-small`];
		await gateway.link({ id, protocol: "openai-chat", baseUrl: `${upstream.origin}/v1`, models }, [`${id}-0`, `${id}-1`]);
	}
}
