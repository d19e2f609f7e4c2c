import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export const stage = "ci";
export const stackName = `${stage}-smart-router-gateway`;

/** Names as in `infra/outputs.ts`. */
export interface Outputs {
	readonly Url: string;
	readonly TableName: string;
	readonly AdminKeySecret: string;
	readonly ReadAdminKey: string;
}

const limitMs = 240_000;

/** Deploys with the very command people use. */
export async function deploy(): Promise<Outputs> {
	await run("npm", ["run", "--silent", "deploy", "--", "--stage", stage]);
	const outputs = JSON.parse(readFileSync(".sst/outputs.json", "utf8")) as Record<string, Outputs>;
	const own = outputs[stackName];
	if (!own) throw new Error(`SST wrote no outputs of ${stackName}`);
	return own;
}

export async function remove(): Promise<void> {
	await run("sst", ["remove", "--stage", stage]);
}

/** Quiet unless it fails. */
function run(program: string, args: readonly string[]): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], timeout: limitMs });
		const said: Buffer[] = [];
		child.stdout.on("data", (text: Buffer) => said.push(text));
		child.stderr.on("data", (text: Buffer) => said.push(text));
		child.on("error", reject);
		child.on("close", (code) => {
			if (code === 0) return resolve();
			reject(new Error(`${program} ${args.join(" ")} ended with ${code}:\n${Buffer.concat(said).toString("utf8").slice(-4000)}`));
		});
	});
}
