import { createSelection } from "@smart-router/core/selection/claim.ts";
import { labels, link, noon, provider, workspace } from "../../support/accounts.ts";
import { countingStore } from "../../support/counting-store.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { createVirtualTime, distant } from "../../support/virtual-time.ts";
import { type Claimed, type Contention, chooser } from "./contention.ts";

const request = { workspace, provider, model: "gpt-4.1", exclude: new Set<string>() };

/**
 * Claims arrive at random, each at one of so many processes, and every call to the store takes 5 ms (4 to 6). Selection's own code in virtual
 * time: the figures do not depend on this machine.
 */
export async function simulate({ accounts, perSecond, processes, manner }: Contention, claims: number): Promise<Claimed> {
	const time = createVirtualTime();
	const memory = createMemoryStore();
	await link(memory, labels(accounts));
	const { store, calls } = countingStore(distant(memory, time, () => 4 + 2 * Math.random()));
	const clock = () => noon + Math.floor(time.now());
	const selections = Array.from({ length: processes }, () => createSelection({ store, clock, random: chooser(manner) }));
	const claimed: string[] = [];
	const times: number[] = [];
	let failed = 0;

	async function one(): Promise<void> {
		const began = time.now();
		const outcome = await selections[Math.floor(Math.random() * processes)]?.claim(request);
		if (outcome?.kind === "claimed") claimed.push(outcome.claim.account.label);
		else failed++;
		times.push(time.now() - began);
	}

	async function arrivals(): Promise<void> {
		for (let count = 0; count < claims; count++) {
			void one();
			await time.wait((-Math.log(1 - Math.random()) * 1_000) / perSecond);
		}
	}

	void arrivals();
	await time.run();
	return { labels: claimed, failed, writes: calls.update, times };
}
