import { benchBundles } from "./bundles.ts";
import { benchCliStart } from "./cli-start.ts";
import { benchStoreCalls } from "./store-calls.ts";
import { benchStreams } from "./streams.ts";
import { benchThroughput } from "./throughput.ts";

// Lines of the access log would stand between the tables.
process.env["LOG_LEVEL"] = "SILENT";

await benchThroughput();
await benchStreams();
await benchStoreCalls();
await benchBundles();
benchCliStart();
