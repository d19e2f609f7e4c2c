import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Before any test runs: the page of this very tree, in its usual place. */
export default function buildPage(): void {
	execFileSync(process.execPath, [join(import.meta.dirname, "../../packages/web/build.ts")]);
}
