/** What differs from stage to stage. Everything else is the same on all of them. */
export interface Stage {
	readonly name: string;
	/** `prod` keeps its data when the stack goes; every other stage leaves nothing. */
	readonly keepsData: boolean;
	/** Accounts may point at loopback and private addresses: for test stages only. */
	readonly allowPrivateUpstreams: boolean;
	/** ARN of the SNS topic that alarms report to. */
	readonly alarmTopicArn?: string;
	readonly domain?: Domain;
	/** Puts AWS WAF with a limit per address and AWS's list of addresses of ill repute in front. */
	readonly firewall: boolean;
}

export interface Domain {
	readonly name: string;
	/** An issued ACM certificate in the stage's own region. */
	readonly certificateArn: string;
	/** With it the DNS record is made too. */
	readonly hostedZoneId?: string;
}

/**
 * Reads a stage's settings from the environment of the deploy.
 *
 * @throws Error with words for the person who deploys.
 */
export function readStage(name: string, env: Readonly<Record<string, string | undefined>>): Stage {
	if (!/^[a-z][a-z0-9-]{0,19}$/.test(name)) {
		throw new Error(`"${name}" cannot name a stage: use 1 to 20 lower-case letters, digits and hyphens, and begin with a letter.`);
	}
	const keepsData = name === "prod";
	const allowPrivateUpstreams = env.SMART_ROUTER_ALLOW_PRIVATE_UPSTREAMS === "true";
	if (keepsData && allowPrivateUpstreams) {
		throw new Error(
			"prod never accepts private upstream addresses: unset SMART_ROUTER_ALLOW_PRIVATE_UPSTREAMS, or deploy to another stage.",
		);
	}
	const domain = readDomain(env);
	return {
		name,
		keepsData,
		allowPrivateUpstreams,
		firewall: env.SMART_ROUTER_WAF === "true",
		...(env.SMART_ROUTER_ALARM_TOPIC_ARN ? { alarmTopicArn: env.SMART_ROUTER_ALARM_TOPIC_ARN } : {}),
		...(domain ? { domain } : {}),
	};
}

function readDomain(env: Readonly<Record<string, string | undefined>>): Domain | undefined {
	const name = env.SMART_ROUTER_DOMAIN;
	if (!name) return undefined;
	const certificateArn = env.SMART_ROUTER_CERTIFICATE_ARN;
	if (!certificateArn)
		throw new Error("SMART_ROUTER_DOMAIN needs SMART_ROUTER_CERTIFICATE_ARN: an issued ACM certificate in the same region.");
	const hostedZoneId = env.SMART_ROUTER_HOSTED_ZONE_ID;
	return { name, certificateArn, ...(hostedZoneId ? { hostedZoneId } : {}) };
}
