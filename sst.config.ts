import type { SSTConfig } from "sst";
import type { StackContext } from "sst/constructs";
import { createAdminKey } from "./infra/admin-key.ts";
import { createAlarms } from "./infra/alarms.ts";
import { createApi } from "./infra/api.ts";
import { bundle } from "./infra/bundle.ts";
import { createDashboard } from "./infra/dashboard.ts";
import { createDomain } from "./infra/domain.ts";
import { createFirewall } from "./infra/firewall.ts";
import { createFunctions } from "./infra/functions.ts";
import { createKey } from "./infra/key.ts";
import { createOutputs } from "./infra/outputs.ts";
import { createRefreshSchedule } from "./infra/refresh-schedule.ts";
import { readStage } from "./infra/stage.ts";
import { createTable } from "./infra/table.ts";

export default {
	config() {
		return { name: "smart-router", region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "us-east-1" };
	},
	stacks(app) {
		app.stack(gateway);
	},
} satisfies SSTConfig;

function gateway({ app, stack }: StackContext) {
	// SST puts a function into every stack for constructs of its own, which this one has none of.
	stack.node.tryRemoveChild("CustomResourceHandler");
	const stage = readStage(app.stage, process.env);
	const table = createTable(stack, { stage });
	const key = createKey(stack, { stage });
	const adminKey = createAdminKey(stack, { stage });
	const functions = createFunctions(stack, { stage, table, key, adminKey, bundle });
	const api = createApi(stack, { stage, functions });
	createRefreshSchedule(stack, { stage, functions });
	createDomain(stack, { stage, api });
	createFirewall(stack, { stage, api });
	createAlarms(stack, { stage, api, functions, table });
	createDashboard(stack, { stage, api, functions });
	createOutputs(stack, { stage, api, table, adminKey });
}
