import { run } from "../packages/cli/src/run.ts";

/** `node scripts/reset-cooldowns.ts [--provider P]`: the same as `smart-router cooldowns reset`. */
process.exitCode = await run(["cooldowns", "reset", ...process.argv.slice(2)]);
