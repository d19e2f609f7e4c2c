import type { Principal } from "@smart-router/core/api-key/principal.ts";
import { audited } from "@smart-router/core/audit/audit.ts";
import { GatewayError } from "@smart-router/core/errors.ts";
import type { Expected } from "@smart-router/core/revision.ts";
import type { Value } from "@smart-router/core/store/store.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { z } from "zod";
import { type Contract, type Contracts, contractOf } from "./contracts.ts";
import type { Deps } from "./deps.ts";
import { bodyText, parseJson } from "./middleware/body.ts";
import { type Answer, type Call, type CallContext, emptyAnswer, jsonAnswer } from "./middleware/call.ts";
import { readIfMatch } from "./middleware/if-match.ts";
import { unlessKnown } from "./middleware/if-none-match.ts";
import { readInput } from "./middleware/input.ts";
import { answerOnce } from "./middleware/once.ts";
import { ownUrl } from "./middleware/own-url.ts";
import type { RouteOf } from "./middleware/router.ts";
import type { FunctionName, routes } from "./routes.ts";

type Read<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Part<Id extends keyof Contracts, Name extends keyof Contract> = Contracts[Id] extends { readonly [name in Name]: infer Schema }
	? Read<Schema>
	: undefined;

/** A request as an operation sees it: known, allowed, and read by the contract. */
export interface OperationCall<Id extends keyof Contracts> {
	readonly principal: Principal;
	/** From the path, percent-decoded. */
	readonly params: Readonly<Record<string, string>>;
	readonly query: Part<Id, "query">;
	readonly body: Part<Id, "body">;
	/** Where the caller reached this gateway, without a trailing slash. */
	readonly baseUrl: string;
	/** For the operations of the page's session, which live by a cookie. */
	readonly call: Pick<Call, "session" | "setCookie">;
	/** From `If-Match`. */
	readonly expected: Expected;
}

type Operation<Id extends keyof Contracts> = (
	deps: Deps,
	call: OperationCall<Id>,
) => Promise<Part<Id, "answer"> extends undefined ? void : Part<Id, "answer">>;

/** Some operations of the admin API, by route id. */
export type Operations<Id extends keyof Contracts> = { readonly [each in Id]: Operation<each> };

type IdOf<Name extends FunctionName> = Extract<(typeof routes)[number], { function: Name }>["id"] & keyof Contracts;

/** Every operation of a function: one that is missing does not compile. */
export type OperationsOf<Name extends FunctionName> = Operations<IdOf<Name>>;

const maxBodyBytes = 256 * 1024;

/** Runs the operation of the matched route. Every change leaves an audit record that was written before it. */
export function runOperations<Name extends FunctionName>(
	deps: Deps,
	operations: OperationsOf<Name>,
): (event: APIGatewayProxyEvent, context: CallContext) => Promise<Answer> {
	const byId = operations as unknown as Readonly<Record<string, (deps: Deps, call: OperationCall<never>) => Promise<unknown>>>;
	return async (event, { call }) => {
		const { route, params = {}, principal, proof, headers } = call;
		const contract = route && contractOf(route.id);
		const operation = route && byId[route.id];
		if (!contract || !operation || !principal) throw new GatewayError("internal_error", "A route without an operation.");
		const expected = readIfMatch(headers["if-match"], contract);
		const query = readQuery(event, contract);
		const body = readBody(event, contract);
		const run = () =>
			operation(deps, { principal, params, query, body, expected, call, baseUrl: ownUrl(deps, event) } as OperationCall<never>);
		const answer = (result: unknown): Answer => answerOf(contract, result);
		if (route.method === "GET") return unlessKnown(answer(await run()), headers["if-none-match"]);
		if (contract.reads) return answer(await run());
		const details = detailsOf({ query, body });
		const change = async () => answer(await audited(deps, { principal, action: route.id, target: targetOf(route, params), details }, run));
		const idempotencyKey = route.method === "POST" ? headers["idempotency-key"] : undefined;
		return idempotencyKey === undefined ? change() : answerOnce(deps, { event, principal, proof, idempotencyKey }, change);
	};
}

function answerOf({ status, answer, answerType }: Contract, result: unknown): Answer {
	if (!answer) return emptyAnswer;
	if (answerType !== undefined) return { statusCode: status, headers: { "content-type": answerType }, body: String(result) };
	return withETag(jsonAnswer(status, result), result);
}

/** The revision of what is shown, for `If-Match`. */
function withETag(answer: Answer, result: unknown): Answer {
	const revision = typeof result === "object" && result !== null && "revision" in result ? result.revision : undefined;
	return typeof revision === "string" ? { ...answer, headers: { ...answer.headers, etag: `"${revision}"` } } : answer;
}

function readQuery({ queryStringParameters }: APIGatewayProxyEvent, { query }: Contract): unknown {
	const given = queryStringParameters ?? {};
	if (query) return readInput(query, given);
	const [unknown] = Object.keys(given);
	if (unknown === undefined) return undefined;
	throw new GatewayError("invalid_request", "This operation has no such parameter.", { param: unknown.slice(0, 100) });
}

function readBody(event: APIGatewayProxyEvent, { body }: Contract): unknown {
	const text = bodyText(event, maxBodyBytes);
	if (body) {
		if (text.trim() === "") throw new GatewayError("invalid_json", "A JSON object is expected as the request body.");
		return readInput(body, parseJson(text));
	}
	if (/^\s*(\{\s*\})?\s*$/.test(text)) return undefined;
	throw new GatewayError("invalid_request", "This operation takes no request body.");
}

const targetOf = ({ path }: RouteOf, params: Readonly<Record<string, string>>): string =>
	[...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => params[name ?? ""] ?? "").join(" ");

/** As JSON shows it: wrapped secrets print as `[secret]`. */
const detailsOf = (asked: { readonly query: unknown; readonly body: unknown }): Value => JSON.parse(JSON.stringify(asked)) as Value;
