import assert from "node:assert/strict";
import { CloudFormationClient, DescribeStackResourcesCommand, ListStacksCommand } from "@aws-sdk/client-cloudformation";
import { type FunctionConfiguration, InvokeCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import type { DeployedFunction } from "../../packages/functions/src/routes.ts";
import type { Gateway } from "./gateway.ts";
import type { Report } from "./report.ts";

export type Environments = Readonly<Record<DeployedFunction, Readonly<Record<string, string>>>>;

/** The variables of each deployed function. */
export async function readEnvironments(): Promise<Environments> {
	const { Functions = [] } = await new LambdaClient({}).send(new ListFunctionsCommand({}));
	const of = (name: DeployedFunction) => Functions.find((fn) => describes(fn, name))?.Environment?.Variables ?? {};
	return { proxy: of("proxy"), admin: of("admin"), login: of("login"), web: of("web"), refresh: of("refresh") };
}

const describes = ({ Description }: FunctionConfiguration, name: DeployedFunction) => Description?.endsWith(`: ${name}`) ?? false;

export async function checkFunctions({ check }: Report, gateway: Gateway, environments: Environments): Promise<void> {
	await check("five functions run on Node 24, arm64", async () => {
		const { Functions = [] } = await new LambdaClient({}).send(new ListFunctionsCommand({}));
		assert.equal(Functions.length, 5);
		for (const { Runtime, Architectures, MemorySize } of Functions) {
			assert.deepEqual({ Runtime, Architectures, MemorySize }, { Runtime: "nodejs24.x", Architectures: ["arm64"], MemorySize: 256 });
		}
	});

	await check("each function knows what it has a right to", () => {
		const knows = (name: DeployedFunction) =>
			["TABLE", "KMS_KEY_ID", "ADMIN_KEY_SECRET_ARN"].filter((variable) => `SMART_ROUTER_${variable}` in environments[name]);
		for (const name of ["proxy", "login", "refresh"] as const) assert.deepEqual(knows(name), ["TABLE", "KMS_KEY_ID"]);
		assert.deepEqual(knows("admin"), ["TABLE", "KMS_KEY_ID", "ADMIN_KEY_SECRET_ARN"]);
		assert.deepEqual(knows("web"), []);
		assert.equal(environments.proxy.SMART_ROUTER_STAGE, "ci");
		assert.equal(environments.proxy.SMART_ROUTER_ALLOW_PRIVATE_UPSTREAMS, "true");
	});

	await check("refresh runs, and a schedule calls it every 5 minutes", async () => {
		const { Functions = [] } = await new LambdaClient({}).send(new ListFunctionsCommand({}));
		const refresh = Functions.find((fn) => describes(fn, "refresh"));
		const { Payload, FunctionError } = await new LambdaClient({}).send(new InvokeCommand({ FunctionName: refresh?.FunctionName }));
		const told = Buffer.from(Payload ?? []).toString();
		assert.equal(FunctionError, undefined, told);
		assert.deepEqual(JSON.parse(told), { due: 0, fresh: 0, refused: 0, unavailable: 0, left: 0 });
		const { StackSummaries = [] } = await new CloudFormationClient({}).send(new ListStacksCommand({}));
		const StackName = StackSummaries.find((stack) => stack.StackName?.endsWith("-smart-router-gateway"))?.StackName;
		const { StackResources = [] } = await new CloudFormationClient({}).send(new DescribeStackResourcesCommand({ StackName }));
		const schedules = StackResources.filter(({ ResourceType }) => ResourceType === "AWS::Scheduler::Schedule");
		assert.deepEqual(
			schedules.map(({ ResourceStatus }) => ResourceStatus),
			["CREATE_COMPLETE"],
		);
	});

	await check("what is uploaded is small", async () => {
		const { Functions = [] } = await new LambdaClient({}).send(new ListFunctionsCommand({}));
		const sizes = Functions.map(({ Description, CodeSize = 0 }) => ({ name: Description?.split(" ").at(-1), size: CodeSize }));
		console.log(`      zipped: ${sizes.map(({ name, size }) => `${name} ${Math.round(size / 1000)} KB`).join(", ")}`);
		for (const { size } of sizes) assert.ok(size > 10_000 && size < 500_000);
	});

	await check("the public endpoints answer", async () => {
		for (const path of ["/", "/health", "/openapi.json"]) assert.equal((await gateway("GET", path)).status, 200, path);
	});

	await check("what does not exist is a 404 in our words", async () => {
		const answer = await gateway("GET", "/nothing/here");
		assert.equal(answer.status, 404);
		assert.equal((answer.json().error as { code?: string }).code, "not_found");
	});
}
