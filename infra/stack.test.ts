import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Match } from "aws-cdk-lib/assertions";
import { afterAll, describe, expect, it, vi } from "vitest";
import { keyFactsKey, keyPointerKey } from "../packages/core/src/api-key/stored-key.ts";
import { counters } from "../packages/core/src/metrics.ts";
import { type DeployedFunction, type Route, routes } from "../packages/functions/src/routes.ts";
import { tableRights } from "../packages/functions/src/table-rights.ts";
import { mayDo } from "../test/support/table-rights.ts";
import { suppressions } from "./nag-suppressions.ts";
import { synthesize } from "./synthesize.ts";

vi.mock("./bundle.ts", () => import("./empty-bundle.ts"));

const test = synthesize("test");
const prod = synthesize("prod", {
	SMART_ROUTER_WAF: "true",
	SMART_ROUTER_DOMAIN: "llm.example.com",
	SMART_ROUTER_CERTIFICATE_ARN: "arn:aws:acm:eu-central-1:111122223333:certificate/11111111-2222-3333-4444-555555555555",
	SMART_ROUTER_HOSTED_ZONE_ID: "Z0123456789",
	SMART_ROUTER_ALARM_TOPIC_ARN: "arn:aws:sns:eu-central-1:111122223333:alarms",
});
const functionIds: Readonly<Record<string, DeployedFunction>> = Object.fromEntries(
	Object.entries(test.resources("AWS::Lambda::Function")).map(([id, { Properties }]) => [
		id,
		String(Properties.Description).replace("Smart Router test: ", "") as DeployedFunction,
	]),
);

const methods = apiMethods();

describe("data", () => {
	it("lies in one on-demand table with a TTL and point-in-time recovery", () => {
		test.template.hasResourceProperties("AWS::DynamoDB::Table", {
			BillingMode: "PAY_PER_REQUEST",
			KeySchema: [
				{ AttributeName: "pk", KeyType: "HASH" },
				{ AttributeName: "sk", KeyType: "RANGE" },
			],
			TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
			PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
		});
	});

	it("is sealed under a key that rotates and demands the whole encryption context", () => {
		const denied = (name: string) =>
			Match.objectLike({
				Effect: "Deny",
				Principal: { AWS: "*" },
				Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
				Condition: { Null: { [`kms:EncryptionContext:${name}`]: "true" } },
			});

		test.template.hasResourceProperties("AWS::KMS::Key", {
			EnableKeyRotation: true,
			KeyPolicy: { Statement: Match.arrayWith(["workspace", "profile", "kind"].map(denied)) },
		});
	});

	it("is opened to admins by a key of letters and digits", () => {
		test.template.hasResourceProperties("AWS::SecretsManager::Secret", {
			GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true },
		});
	});

	it("stays when prod goes, and only then", () => {
		const kept = ({ resources }: typeof test) =>
			["AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::SecretsManager::Secret", "AWS::Logs::LogGroup"].flatMap((type) =>
				Object.values(resources(type)).map(({ DeletionPolicy }) => DeletionPolicy),
			);

		expect(new Set(kept(prod))).toEqual(new Set(["Retain"]));
		expect(new Set(kept(test))).toEqual(new Set(["Delete"]));
		prod.template.hasResourceProperties("AWS::DynamoDB::Table", { DeletionProtectionEnabled: true });
		test.template.hasResourceProperties("AWS::DynamoDB::Table", { DeletionProtectionEnabled: false });
	});

	it("leaves nothing else behind but the account's right to write access logs", () => {
		const retained = Object.values(test.template.toJSON().Resources as Record<string, { Type: string; DeletionPolicy?: string }>)
			.filter(({ DeletionPolicy }) => DeletionPolicy === "Retain")
			.map(({ Type }) => Type);

		expect(retained.sort()).toEqual(["AWS::ApiGateway::Account", "AWS::IAM::Role"]);
	});
});

describe("functions", () => {
	it("run on Node 24, arm64 and 256 MB, a stream for as long as Lambda lets it", () => {
		const functions = Object.values(test.resources("AWS::Lambda::Function")).map(({ Properties }) => Properties);

		expect(functions).toHaveLength(5);
		for (const properties of functions) {
			expect(properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"], MemorySize: 256, Handler: "index.handler" });
		}
		test.template.hasResourceProperties("AWS::Lambda::Function", { Description: "Smart Router test: proxy", Timeout: 900 });
	});

	it("may do what their part needs and no more", () => {
		const read = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
		const write = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"];
		const logs = ["logs:CreateLogStream", "logs:PutLogEvents"];
		const secret = ["secretsmanager:GetSecretValue"];

		expect(actionsOf("proxy")).toEqual([...read, ...write, "kms:Decrypt", "kms:GenerateDataKey", ...logs]);
		expect(actionsOf("login")).toEqual([...read, ...write, "kms:Decrypt", "kms:GenerateDataKey", ...logs]);
		expect(actionsOf("admin")).toEqual([...read, ...write, "kms:GenerateDataKey", ...secret, ...logs]);
		expect(actionsOf("web")).toEqual(logs);
		const renews = ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem", "kms:Decrypt", "kms:GenerateDataKey"];
		expect(actionsOf("refreshpolicy")).toEqual([...renews, ...logs]);
	});

	it("name no wildcard, neither action nor resource", () => {
		for (const { Effect, Action, Resource } of statements()) {
			expect(Effect).toBe("Allow");
			expect([Action].flat().join()).not.toContain("*");
			expect(Resource).toEqual({ "Fn::GetAtt": [expect.any(String), expect.stringMatching(/^(Arn|Id)$/)] });
		}
	});

	it.each(["proxy", "login", "refresh"] as const)("%s writes to the partitions of its own part only", (name) => {
		const writing = statements(`${name}policy`).filter(({ Action }) => [Action].flat().includes("dynamodb:UpdateItem"));

		expect(writing).toEqual([
			expect.objectContaining({ Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": tableRights[name].partitions } } }),
		]);
	});

	it.each(["proxy", "login", "web", "refresh"] as const)("%s can neither make an API key nor change what one may do", (name) => {
		for (const pk of [keyFactsKey("default", "key_1").pk, keyPointerKey("hash").pk, "session#hash", "stage"]) {
			for (const operation of ["put", "update", "remove"] as const) expect([pk, mayDo(name, operation, pk)]).toEqual([pk, false]);
		}
	});

	it("are told of nothing that they have no right to", () => {
		const names = (name: DeployedFunction) => Object.keys(environmentOf(name)).filter((key) => key.startsWith("SMART_ROUTER_"));
		const all = ["SMART_ROUTER_STAGE", "SMART_ROUTER_TABLE", "SMART_ROUTER_KMS_KEY_ID"];

		expect(names("proxy")).toEqual(all);
		expect(names("login")).toEqual(all);
		expect(names("admin")).toEqual([...all, "SMART_ROUTER_ADMIN_KEY_SECRET_ARN"]);
		expect(names("web")).toEqual(["SMART_ROUTER_STAGE"]);
		expect(names("refresh")).toEqual(all);
	});
});

describe("tokens", () => {
	const [refreshId] = Object.keys(functionIds).filter((id) => functionIds[id] === "refresh");

	it("are renewed every 5 minutes by a schedule that may call its function and nothing else", () => {
		const target = { "Fn::GetAtt": [refreshId, "Arn"] };

		test.template.hasResourceProperties("AWS::Scheduler::Schedule", {
			ScheduleExpression: "rate(5 minutes)",
			Target: { Arn: target, RetryPolicy: { MaximumRetryAttempts: 0 } },
		});
		expect(statements("refreshschedule")).toEqual([{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: target }]);
	});
});

describe("API", () => {
	it("sends every route to its function", () => {
		for (const route of routes) expect({ route, to: target(route) }).toEqual({ route, to: route.function });
	});

	it("has no endpoint that no route is behind", () => {
		const served = new Set(routes.map((route) => find(route)));

		expect(methods.filter((method) => !served.has(method))).toEqual([]);
	});

	it("streams every answer for up to 15 minutes", () => {
		for (const { integration } of methods) {
			expect(integration).toMatchObject({ Type: "AWS_PROXY", ResponseTransferMode: "STREAM", TimeoutInMillis: 900_000 });
			expect(JSON.stringify(integration.Uri)).toMatch(/2021-11-15.*\/response-streaming-invocations/);
		}
	});

	it("is regional, throttled, and logs paths without query strings", () => {
		test.template.hasResourceProperties("AWS::ApiGateway::RestApi", { EndpointConfiguration: { Types: ["REGIONAL"] } });
		const [stage] = Object.values(test.resources("AWS::ApiGateway::Stage"));

		expect(stage?.Properties.MethodSettings).toEqual([
			expect.objectContaining({ DataTraceEnabled: false, ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 }),
		]);
		expect(JSON.stringify(stage?.Properties.AccessLogSetting)).toContain("$context.path");
		expect(JSON.stringify(stage?.Properties.AccessLogSetting)).not.toMatch(/query|Authorization|requestOverride|authorizer/i);
	});

	it("words its own answers as the functions do", () => {
		const answers = Object.values(test.resources("AWS::ApiGateway::GatewayResponse")).map(({ Properties }) => Properties);
		const statuses = Object.fromEntries(answers.map(({ ResponseType, StatusCode }) => [ResponseType, StatusCode]));

		expect(statuses).toMatchObject({ MISSING_AUTHENTICATION_TOKEN: "404", REQUEST_TOO_LARGE: "413", THROTTLED: "429" });
		for (const { ResponseTemplates } of answers) {
			const { error } = JSON.parse((ResponseTemplates as Record<string, string>)["application/json"] ?? "");
			expect(Object.keys(error)).toEqual(["type", "code", "message", "param", "hint", "requestId"]);
		}
		const filtered = answers.find(({ ResponseType }) => ResponseType === "WAF_FILTERED");
		expect(JSON.stringify(filtered)).toContain("permission_error");
	});

	it("takes a domain and a firewall where the stage has them", () => {
		prod.template.hasResourceProperties("AWS::ApiGateway::DomainName", { DomainName: "llm.example.com", SecurityPolicy: "TLS_1_2" });
		prod.template.hasResourceProperties("AWS::Route53::RecordSet", { Name: "llm.example.com", Type: "A" });
		prod.template.resourceCountIs("AWS::WAFv2::WebACLAssociation", 1);
		prod.template.hasOutput("Url", { Value: "https://llm.example.com" });
		test.template.resourceCountIs("AWS::ApiGateway::DomainName", 0);
		test.template.resourceCountIs("AWS::WAFv2::WebACL", 0);
	});
});

describe("alarms", () => {
	it("ring at the topic of the stage, when it has one", () => {
		const alarms = Object.values(prod.resources("AWS::CloudWatch::Alarm"));

		expect(alarms).toHaveLength(19);
		for (const { Properties } of alarms) expect(Properties.AlarmActions).toEqual(["arn:aws:sns:eu-central-1:111122223333:alarms"]);
		prod.template.resourceCountIs("AWS::CloudWatch::Dashboard", 1);
	});

	it.each([
		["ExhaustedRequests", 2],
		["EndedLogins", 1],
		["TokenRenewalFailures", 2],
		["Faults", 2],
	])("ring after %s of this stage in %i spans of 5 minutes", (MetricName, EvaluationPeriods) => {
		test.template.hasResourceProperties("AWS::CloudWatch::Alarm", {
			Namespace: "SmartRouter",
			MetricName,
			Dimensions: [{ Name: "Stage", Value: "test" }],
			Statistic: "Sum",
			Period: 300,
			Threshold: 0,
			EvaluationPeriods,
			TreatMissingData: "notBreaching",
		});
	});

	it.each([
		[3600, 0.072],
		[21_600, 0.03],
	])("ring when within %i s more than %d of the client requests fail", (Period, Threshold) => {
		const stat = (MetricName: string) =>
			Match.objectLike({ MetricStat: Match.objectLike({ Period, Metric: Match.objectLike({ MetricName, Namespace: "SmartRouter" }) }) });

		test.template.hasResourceProperties("AWS::CloudWatch::Alarm", {
			Threshold,
			EvaluationPeriods: 1,
			Metrics: Match.arrayWith([stat("ClientRequests"), stat("ClientFailures")]),
		});
	});

	it("and the dashboard speak of every counter that is sent to CloudWatch", () => {
		const sent = Object.values(counters).flatMap((counter) => ("cloudWatch" in counter ? [counter.cloudWatch] : []));
		const [dashboard] = Object.values(test.resources("AWS::CloudWatch::Dashboard"));
		const alarms = JSON.stringify(test.resources("AWS::CloudWatch::Alarm"));

		for (const name of sent) expect([name, alarms.includes(name), JSON.stringify(dashboard).includes(name)]).toEqual([name, true, true]);
	});
});

describe("rules of others", () => {
	const rule = (finding: string) => /^AwsSolutions-\w+(\[[^\]]*\])?/.exec(finding)?.[0] ?? finding;

	it("cdk-nag finds what is explained and nothing else", () => {
		const found = new Set([...test.findings, ...prod.findings].map(rule));

		expect([...found].sort()).toEqual(Object.keys(suppressions).sort());
	});

	const cfnLint = [".cache/venv/bin/cfn-lint", ...(process.env.PATH ?? "").split(":").map((path) => join(path, "cfn-lint"))].find(
		existsSync,
	);
	if (!cfnLint) console.warn("SKIPPED: no cfn-lint; run scripts/install-test-tools.sh");
	const directory = mkdtempSync(join(tmpdir(), "cfn-lint-"));
	afterAll(() => rmSync(directory, { recursive: true, force: true }));

	it.skipIf(!cfnLint)(
		"cfn-lint has nothing to say",
		() => {
			const files = [test, prod].map(({ template }, index) => {
				const file = join(directory, `${index}.json`);
				writeFileSync(file, JSON.stringify(template.toJSON()));
				return file;
			});

			// W3005: CDK makes each function depend on its role, which the reference to the role's ARN does already.
			const { stdout, stderr, status } = spawnSync(cfnLint ?? "", ["--ignore-checks", "W3005", "--", ...files], { encoding: "utf8" });

			expect({ stdout, stderr, status }).toEqual({ stdout: "", stderr: "", status: 0 });
		},
		120_000,
	);
});

interface Statement {
	readonly Effect: string;
	readonly Action: string | string[];
	readonly Resource: unknown;
	readonly Condition?: unknown;
}

/** Statements of one function's policy, or of all. */
function statements(name = ""): Statement[] {
	return Object.entries(test.resources("AWS::IAM::Policy"))
		.filter(([id]) => id.toLowerCase().startsWith(name))
		.flatMap(([, { Properties }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);
}

function actionsOf(name: string): string[] {
	return statements(name).flatMap(({ Action }) => Action);
}

function environmentOf(name: DeployedFunction): Record<string, unknown> {
	const functions = Object.entries(test.resources("AWS::Lambda::Function"));
	const [properties] = functions.filter(([id]) => functionIds[id] === name).map(([, { Properties }]) => Properties);
	return (properties?.Environment as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {};
}

interface Method {
	readonly method: string;
	readonly path: string;
	readonly function: DeployedFunction | undefined;
	readonly integration: Readonly<Record<string, unknown>>;
}

function apiMethods(): Method[] {
	const resources = test.resources("AWS::ApiGateway::Resource");
	const pathOf = (reference: unknown): string => {
		const resource = resources[(reference as { Ref?: string }).Ref ?? ""];
		return resource ? `${pathOf(resource.Properties.ParentId)}/${String(resource.Properties.PathPart)}` : "";
	};
	return Object.values(test.resources("AWS::ApiGateway::Method")).map(({ Properties }) => {
		const integration = Properties.Integration as Readonly<Record<string, unknown>>;
		const [id = ""] = Object.keys(functionIds).filter((candidate) => JSON.stringify(integration.Uri).includes(`"${candidate}"`));
		return { method: String(Properties.HttpMethod), path: pathOf(Properties.ResourceId) || "/", function: functionIds[id], integration };
	});
}

/** The method API Gateway would choose: the path as it stands, else the greedy one above it. */
function find({ method, path }: Route): Method | undefined {
	const fits = (candidate: Method) =>
		candidate.path === path || (candidate.path.endsWith("/{proxy+}") && path.startsWith(candidate.path.replace("{proxy+}", "")));
	return methods.find((candidate) => fits(candidate) && (candidate.method === method || candidate.method === "ANY"));
}

function target(route: Route): DeployedFunction | undefined {
	return find(route)?.function;
}
