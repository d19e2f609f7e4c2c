import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Aspects, Stack } from "aws-cdk-lib";
import { Annotations, Match, Template } from "aws-cdk-lib/assertions";
import { AwsSolutionsChecks } from "cdk-nag";
import config from "../sst.config.ts";

export interface Resource {
	readonly Type: string;
	readonly Properties: Readonly<Record<string, unknown>>;
	readonly DeletionPolicy?: string;
}

export interface Synthesized {
	readonly template: Template;
	/** Findings of cdk-nag's AwsSolutions, as `<rule>: <text>`. */
	readonly findings: readonly string[];
	/** All resources of a type, by logical id. */
	readonly resources: (type: string) => Readonly<Record<string, Resource>>;
}

/** Runs the stack function of `sst.config.ts` in a plain CDK app, for tests. */
export function synthesize(stageName: string, env: Readonly<Record<string, string>> = {}): Synthesized {
	const outdir = mkdtempSync(join(tmpdir(), "synthesized-"));
	const before = { ...process.env };
	Object.assign(process.env, env);
	try {
		const app = new App({ outdir, analyticsReporting: false });
		const stack = new Stack(app, `${stageName}-smart-router-gateway`);
		const sstApp = { stage: stageName, stack: (make: (context: object) => void) => make({ app: sstApp, stack }) };
		config.stacks(sstApp as unknown as Parameters<typeof config.stacks>[0]);
		Aspects.of(app).add(new AwsSolutionsChecks());
		const annotations = Annotations.fromStack(stack);
		const ofNag = Match.stringLikeRegexp("AwsSolutions-");
		const found = [...annotations.findError("*", ofNag), ...annotations.findWarning("*", ofNag)];
		const template = Template.fromStack(stack);
		return {
			template,
			findings: found.map(({ entry }) => String(entry.data)),
			resources: (type) => template.findResources(type) as Readonly<Record<string, Resource>>,
		};
	} finally {
		for (const name of Object.keys(env)) delete process.env[name];
		Object.assign(process.env, before);
		rmSync(outdir, { recursive: true, force: true });
	}
}
