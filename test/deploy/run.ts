/** `npm run test:deploy`: a true `sst deploy` to an emulator of AWS, the deployed gateway at work, and a true `sst remove`. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { startEmulator } from "../support/emulator.ts";
import { startFakeUpstream } from "../support/fake-upstream/fake-upstream.ts";
import { accountKeys, checkAccounts } from "./accounts.ts";
import { awsEnvironment, bootstrapAccount } from "./aws.ts";
import { checkFunctions, type Environments, readEnvironments } from "./functions.ts";
import { type Gateway, gatewayAt } from "./gateway.ts";
import { checkLeftovers } from "./leftovers.ts";
import { createReport, type Report } from "./report.ts";
import { checkRights } from "./rights.ts";
import { checkSecrecy } from "./secrecy.ts";
import { deploy, type Outputs, remove } from "./sst.ts";
import { checkStreaming } from "./streaming.ts";

const python = resolve(".cache/venv/bin/python");
const limitMs = 8 * 60_000;

async function main(): Promise<boolean> {
	if (!existsSync(python)) {
		console.error("The emulator is not installed: run scripts/install-test-tools.sh");
		return false;
	}
	const report = createReport();
	const home = mkdtempSync(join(tmpdir(), "deploy-test-"));
	const emulator = await startEmulator(python, (port) => [
		resolve("test/deploy/emulator.py"),
		String(port),
		resolve("test/deploy/lambda-global.ts"),
		home,
	]);
	try {
		// Whoever runs this may be signed in to a real account.
		for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN"]) delete process.env[name];
		Object.assign(process.env, awsEnvironment(emulator.endpoint), { SMART_ROUTER_ALLOW_PRIVATE_UPSTREAMS: "true" });
		await bootstrapAccount();
		await checkStage(report, emulator.endpoint);
	} finally {
		await emulator.stop();
		rmSync(home, { recursive: true, force: true });
	}
	return report.finish();
}

/** From deploy to remove. Without a deployed stage there is nothing more to check. */
async function checkStage(report: Report, endpoint: string): Promise<void> {
	let outputs: Outputs | undefined;
	await report.check("npm run deploy -- --stage ci", async () => {
		outputs = await deploy();
	});
	if (!outputs) return;
	const environments = await readEnvironments();
	const gateway = gatewayAt(endpoint, outputs.Url);
	try {
		await checkGateway({ report, gateway, outputs, environments });
	} finally {
		await report.check("sst remove --stage ci", remove);
		await checkLeftovers(report, gateway, environments.proxy.SMART_ROUTER_KMS_KEY_ID ?? "");
	}
}

interface Deployed {
	readonly report: Report;
	readonly gateway: Gateway;
	readonly outputs: Outputs;
	readonly environments: Environments;
}

async function checkGateway({ report, gateway, outputs, environments }: Deployed): Promise<void> {
	const secret = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: outputs.AdminKeySecret }));
	const adminKey = secret.SecretString ?? "";
	const upstream = await startFakeUpstream({ keys: accountKeys, models: ["test-model"], pieces: 8 });
	try {
		await checkFunctions(report, gateway, environments);
		await checkAccounts({ report, gateway, upstream, adminKey });
		await checkStreaming({ report, upstream, adminKey, environment: environments.proxy });
		await checkRights({ report, gateway, adminKey });
		const keyId = environments.proxy.SMART_ROUTER_KMS_KEY_ID ?? "";
		await checkSecrecy({ report, tableName: outputs.TableName, keyId, secrets: [...accountKeys, adminKey] });
	} finally {
		await upstream.close();
	}
}

const timer = setTimeout(() => {
	console.error(`The deploy test took more than ${limitMs / 60_000} minutes`);
	process.exit(1);
}, limitMs);
const passed = await main().finally(() => clearTimeout(timer));
process.exit(passed ? 0 : 1);
