import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { reveal, type Secret } from "@smart-router/core/credential/secret.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import { once } from "@smart-router/core/idempotency/once.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Deps } from "../deps.ts";
import type { Answer } from "./call.ts";

interface Repeatable {
	readonly event: APIGatewayProxyEvent;
	readonly principal: Principal;
	readonly proof: Secret | undefined;
	readonly idempotencyKey: string;
}

/** Makes a change once under its `Idempotency-Key`; an answer that was given before says so in `Idempotency-Replayed`. */
export async function answerOnce(
	deps: Pick<Deps, "store" | "clock">,
	{ event, principal, proof, idempotencyKey }: Repeatable,
	change: () => Promise<Answer>,
): Promise<Answer> {
	if (!/^[\x20-\x7e]{1,255}$/.test(idempotencyKey)) {
		throw new GatewayError("invalid_request", "Idempotency-Key must be 1 to 255 visible ASCII characters.", {
			param: "Idempotency-Key",
			hint: "A fresh UUID is a good one.",
		});
	}
	if (!proof) {
		throw new GatewayError("unsupported_parameter", "Idempotency-Key works with an API key only.", {
			param: "Idempotency-Key",
			hint: "Leave it out, or call with an API key.",
		});
	}
	const request = JSON.stringify([event.httpMethod, event.path, event.queryStringParameters ?? {}, event.body ?? ""]);
	const { text, replayed } = await once(deps, { principal, proof: reveal(proof), idempotencyKey, request }, async () =>
		JSON.stringify(await change()),
	);
	const answer = JSON.parse(text) as Answer;
	return replayed ? { ...answer, headers: { ...answer.headers, "idempotency-replayed": "true" } } : answer;
}
