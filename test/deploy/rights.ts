import assert from "node:assert/strict";
import { CloudWatchLogsClient, DescribeLogGroupsCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { type Gateway, question } from "./gateway.ts";
import type { Report } from "./report.ts";

interface Subject {
	readonly report: Report;
	readonly gateway: Gateway;
	readonly adminKey: string;
}

/** Lets the functions write what the account tests do not, then looks whether a right was missing anywhere: most such writes fail in silence. */
export async function checkRights({ report: { check }, gateway, adminKey: key }: Subject): Promise<void> {
	const ok = async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
		const answer = await gateway(method, path, { key, body, headers });
		assert.ok(answer.status < 300, `${method} ${path} answered ${answer.status}: ${answer.body}`);
		return answer;
	};

	await check("a key with limits is counted against them", async () => {
		const limits = { requestsPerMinute: 100, budget: { tokens: 1_000_000, period: "day" } };
		const made = await ok("POST", "/admin/keys", { name: "limited", scopes: ["proxy", "accounts:read"], ...limits });
		const limited = String(made.json().key);
		assert.equal((await gateway("POST", "/v1/chat/completions", { key: limited, body: question(false) })).status, 200);
		assert.equal((await gateway("GET", "/v1/models", { key: limited })).status, 200);
	});

	await check("a login begins once under its Idempotency-Key, is looked at and cancelled", async () => {
		const at = "https://login.example.com";
		const client = { clientId: "ours", authorizeUrl: `${at}/authorize`, tokenUrl: `${at}/token`, scopes: ["chat"] };
		await ok("PUT", "/admin/providers/fake/oauth-client", client);
		const start = () => ok("POST", "/admin/logins", { provider: "fake", method: "oauth" }, { "idempotency-key": "deploy-test" });
		const id = String((await start()).json().id);
		assert.equal((await start()).json().id, id);
		assert.equal((await ok("GET", `/admin/logins/${id}`)).json().status, "pending");
		await ok("DELETE", `/admin/logins/${id}`);
	});

	await check("an account is verified and changed", async () => {
		await ok("POST", "/admin/accounts/fake:canary-0/verify");
		await ok("PATCH", "/admin/accounts/fake:canary-0", { displayName: "Canary" });
		await ok("POST", "/admin/pools/fake/rotate");
	});

	await check("a browser signs in, looks around and signs out", async () => {
		const [cookie = ""] = ((await ok("POST", "/admin/session")).headers.get("set-cookie") ?? "").split(";");
		assert.equal((await gateway("GET", "/admin/session", { headers: { cookie } })).status, 200);
		await ok("DELETE", "/admin/session");
	});

	await check("metrics tell of the accounts", async () => {
		const { body } = await ok("GET", "/admin/metrics");
		assert.match(body, /^smart_router_accounts\{provider="fake",status="verified"\} 3$/m);
		assert.match(body, /^smart_router_today_requests\{provider="fake",model="test-model"\} \d+$/m);
	});

	const lines = await logLines();

	await check("no function met a fault on the way", () => {
		assert.deepEqual(
			lines.filter((line) => /"level":"ERROR"|"Faults":/.test(line)),
			[],
		);
	});

	await check("requests are counted for CloudWatch", () => {
		const counted = lines.filter((line) => line.startsWith('{"_aws":')).map((line) => JSON.parse(line));
		assert.ok(counted.length > 40, `${counted.length} lines`);
		for (const { Stage, _aws } of counted) {
			assert.equal(Stage, "ci");
			assert.equal(_aws.CloudWatchMetrics[0].Namespace, "SmartRouter");
		}
	});
}

/** All that the functions have logged. */
export async function logLines(): Promise<readonly string[]> {
	const client = new CloudWatchLogsClient({});
	const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({}));
	const events = await Promise.all(logGroups.map(({ logGroupName }) => client.send(new FilterLogEventsCommand({ logGroupName }))));
	return events.flatMap((page) => (page.events ?? []).flatMap(({ message = "" }) => message.split("\n"))).filter((line) => line !== "");
}
