// Builds what is not checked in: the CLI, and the page once there is one. Plain JavaScript, because npm may start it with an older Node.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const platform = process.platform === "win32" ? "win" : process.platform;
const own = join(root, "node_modules", `node-${platform}-${process.arch}`, "bin", process.platform === "win32" ? "node.exe" : "node");
const node = existsSync(own) ? own : process.execPath;

for (const build of ["packages/cli/build.ts", "packages/web/build.ts"]) {
	if (existsSync(join(root, build))) execFileSync(node, [join(root, build)], { stdio: ["ignore", "ignore", "inherit"] });
}
