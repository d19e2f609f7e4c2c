import { afterAll } from "vitest";
import { knownToDiffer, startBackends } from "./backends.ts";
import { storeContract } from "./contract.ts";

const { backends, stop } = await startBackends();
afterAll(stop);

for (const { name, store } of backends) storeContract(name, () => store, knownToDiffer[name]);
