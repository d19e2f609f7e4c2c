import { benchBundles } from "./bundles.ts";
import { benchStoreCalls } from "./store-calls.ts";
import { benchThroughput } from "./throughput.ts";

await benchThroughput();
await benchStoreCalls();
await benchBundles();
