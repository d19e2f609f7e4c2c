/** `npm run deploy -- --stage NAME`: says in plain words what is missing, all at once, and only then runs `sst deploy`. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { readStage } from "../infra/stage.ts";
import { useFirstKey } from "./first-key.ts";

const { values } = parseArgs({ options: { stage: { type: "string" }, region: { type: "string" } }, strict: true });
const region = values.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;

const problems = [checkNode(), checkInstall(), checkStage(values.stage), checkRegion(), await checkCredentials()].filter(
	(problem) => problem !== undefined,
);
if (problems.length > 0 || !values.stage) {
	console.error(`Cannot deploy yet:\n${problems.map((problem) => `  - ${problem}\n`).join("")}`);
	process.exit(1);
}
const { status } = spawnSync("sst", ["deploy", "--stage", values.stage], {
	stdio: "inherit",
	env: { ...process.env, AWS_REGION: region, SST_TELEMETRY_DISABLED: "1" },
});
if (status === 0) await takeFirstKey(values.stage);
process.exit(status ?? 1);

/** What the stage answers to from now on; a failure here spoils nothing, because the key's first use under `/admin` does the same. */
async function takeFirstKey(stage: string): Promise<void> {
	// An emulator's stage has no name that leads to it.
	if (process.env.AWS_ENDPOINT_URL) return;
	try {
		const outputs = JSON.parse(readFileSync(".sst/outputs.json", "utf8"))[`${stage}-smart-router-gateway`];
		const { GetSecretValueCommand, SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
		const { SecretString: key } = await new SecretsManagerClient(region ? { region } : {}).send(
			new GetSecretValueCommand({ SecretId: outputs.AdminKeySecret }),
		);
		if (key && (await useFirstKey({ url: outputs.Url, key }, setTimeout)))
			return console.log("The first admin key counts: ReadAdminKey prints it.");
	} catch (error) {
		console.warn(`The first admin key was not used yet (${error instanceof Error ? error.name : "Error"}).`);
	}
	console.warn("The first admin key counts from its first call under /admin: `npx smart-router doctor` makes one.");
}

function checkNode(): string | undefined {
	const [major = 0] = process.versions.node.split(".").map(Number);
	if (major >= 24) return undefined;
	return `Node 24 is needed and this is ${process.version}: install it from https://nodejs.org, or run \`npm ci\` to get it as a package.`;
}

/** The versions that deploy.md found to work: SST with a newer util-retry ends every deploy in an error that names nothing. */
function checkInstall(): string | undefined {
	const require = createRequire(import.meta.url);
	try {
		const toolkit = require.resolve("@aws-cdk/toolkit-lib", { paths: [require.resolve("sst/package.json")] });
		const retry = createRequire(toolkit).resolve("@smithy/util-retry/package.json");
		const { version } = JSON.parse(readFileSync(retry, "utf8"));
		if (version === "4.2.5") return undefined;
		return `@smithy/util-retry is ${version} and SST deploys with 4.2.5 only: run \`npm ci\`, which installs what package-lock.json says.`;
	} catch {
		return "The deploy tools are not installed: run `npm ci` (without --omit=dev).";
	}
}

function checkStage(name: string | undefined): string | undefined {
	if (!name) return "No stage: say which one, as in `npm run deploy -- --stage dev`. `prod` is the one that keeps its data.";
	try {
		readStage(name, process.env);
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

function checkRegion(): string | undefined {
	if (!region) return "No region: set AWS_REGION, or add `--region eu-central-1` with the one you want.";
	return /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) ? undefined : `"${region}" is no AWS region; they look like eu-central-1.`;
}

async function checkCredentials(): Promise<string | undefined> {
	const remedy = "set AWS_PROFILE (after `aws sso login`), or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";
	try {
		const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
		const client = new STSClient({ region: region ?? "us-east-1", maxAttempts: 2 });
		const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
		console.log(`AWS account ${Account} as ${Arn}`);
		return undefined;
	} catch (error) {
		const cause = error instanceof Error ? error.name : "Error";
		if (cause === "CredentialsProviderError") return `No AWS credentials: ${remedy}`;
		return `AWS does not accept these credentials (${cause}): ${remedy}`;
	}
}
