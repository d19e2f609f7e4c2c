import { ResponseType, type RestApi } from "aws-cdk-lib/aws-apigateway";
import { errorTypeOf } from "../packages/functions/src/error-type.ts";

interface Answer {
	readonly type: ResponseType;
	readonly status: number;
	readonly code: string;
	readonly message: string;
	readonly hint: string;
	readonly headers?: Readonly<Record<string, string>>;
}

const later = { "Retry-After": "'1'" };

/** What API Gateway would otherwise say in its own words, before any function of ours is asked. */
const answers: readonly Answer[] = [
	// A method or path that does not exist; the name is API Gateway's.
	{
		type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
		status: 404,
		code: "not_found",
		message: "There is no such endpoint.",
		hint: "GET /openapi.json lists every endpoint.",
	},
	{
		type: ResponseType.RESOURCE_NOT_FOUND,
		status: 404,
		code: "not_found",
		message: "There is no such endpoint.",
		hint: "GET /openapi.json lists every endpoint.",
	},
	{
		type: ResponseType.REQUEST_TOO_LARGE,
		status: 413,
		code: "request_too_large",
		message: "The request is too large.",
		hint: "A deployed stage takes about 4.5 MB of JSON.",
	},
	{
		type: ResponseType.THROTTLED,
		status: 429,
		code: "stage_throttled",
		message: "This stage takes no more requests at the moment.",
		hint: "Try again shortly.",
		headers: later,
	},
	{
		type: ResponseType.WAF_FILTERED,
		status: 403,
		code: "request_filtered",
		message: "The firewall refused this request.",
		hint: "Ask whoever runs this stage.",
	},
	{
		type: ResponseType.BAD_REQUEST_BODY,
		status: 400,
		code: "invalid_request",
		message: "The request could not be read.",
		hint: "Send JSON in UTF-8.",
	},
	{
		type: ResponseType.BAD_REQUEST_PARAMETERS,
		status: 400,
		code: "invalid_request",
		message: "The request could not be read.",
		hint: "Check the path and the query.",
	},
	{
		type: ResponseType.INTEGRATION_FAILURE,
		status: 502,
		code: "function_failed",
		message: "The gateway failed to answer.",
		hint: "Try again; the request id helps to find the cause.",
	},
	{
		type: ResponseType.INTEGRATION_TIMEOUT,
		status: 504,
		code: "function_timeout",
		message: "The gateway took too long to answer.",
		hint: "Try again, with a stream for long answers.",
	},
];

/** The same error object as every function answers with (design: `{ error: { type, code, message, param, hint, requestId } }`). */
export function addGatewayResponses(api: RestApi): void {
	for (const { type, status, code, message, hint, headers } of answers) {
		const error = { type: errorTypeOf(status), code, message, param: null, hint, requestId: "$context.requestId" };
		api.addGatewayResponse(type.responseType, {
			type,
			statusCode: String(status),
			templates: { "application/json": JSON.stringify({ error }) },
			...(headers ? { responseHeaders: headers } : {}),
		});
	}
}
