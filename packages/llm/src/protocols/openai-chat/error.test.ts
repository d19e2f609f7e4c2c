import { expect, test } from "vitest";
import type { ClientError } from "../protocol.ts";
import { buildError, buildStreamError, errorMessage } from "./error.ts";

const error: ClientError = { status: 400, code: "invalid_request", message: "Wrong", param: "messages[0]", requestId: "r" };

test.each([
	[400, "invalid_request_error"],
	[401, "authentication_error"],
	[403, "permission_error"],
	[404, "invalid_request_error"],
	[429, "rate_limit_error"],
	[503, "server_error"],
])("status %d is a %s", (status, type) => {
	expect(buildError({ ...error, status })).toEqual({ error: { message: "Wrong", type, param: "messages[0]", code: "invalid_request" } });
});

test("in a stream it is one frame", () => {
	expect(buildStreamError(error)).toBe(`data: ${JSON.stringify(buildError(error))}\n\n`);
});

test.each([
	['{"error":{"message":"a"}}', "a"],
	['{"error":"a"}', "a"],
	['{"error":true,"message":"a"}', "a"],
	['[{"error":{"message":"a"}}]', "a"],
	['{"object":"error","message":"a"}', "a"],
	['{"detail":"a"}', "a"],
	['{"detail":[{"msg":"a"}]}', "a"],
	['{"detail":{"error_code":"a"}}', "a"],
	['{"message":"a"}', "a"],
	['{"error":{}}', "The provider sent an error without a message"],
	['{"error":null,"choices":[],"message":"a"}', undefined],
	["<html>", undefined],
	["[]", undefined],
	["5", undefined],
	["", undefined],
])("the message in %s is %s", (body, message) => {
	expect(errorMessage(body)).toBe(message);
});
