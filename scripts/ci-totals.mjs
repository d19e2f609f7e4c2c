// Adds up what the two runners of `.ci/run` wrote down and ends with the one line that tells it.
import { readFileSync } from "node:fs";

const read = (file) => JSON.parse(readFileSync(new URL(`../.cache/${file}`, import.meta.url), "utf8"));
const unit = read("vitest.json");
const deploy = read("deploy.json");
const passed = unit.numPassedTests + deploy.passed;
const failed = unit.numFailedTests + deploy.failed;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
