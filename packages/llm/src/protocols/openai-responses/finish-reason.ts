import { objectOf, stringOf } from "../../chat/json.ts";
import type { JsonObject } from "../../chat/request.ts";
import type { FinishReason } from "../../chat/response.ts";

export interface Finish {
	readonly reason: FinishReason;
	readonly raw: string;
}

/** Why an answer is not whole. */
const incomplete: Readonly<Record<string, FinishReason>> = { max_output_tokens: "length", content_filter: "content-filter" };

/**
 * @param response the object that ends a stream, or a whole answer
 * @param calledTools the answer holds calls of the client's tools: the protocol has no other sign of it
 */
export function parseFinish(response: JsonObject, calledTools: boolean): Finish {
	const status = stringOf(response.status) ?? "";
	if (status === "completed") return { reason: calledTools ? "tool-calls" : "stop", raw: status };
	if (status === "incomplete") {
		const raw = stringOf(objectOf(response.incomplete_details)?.reason) ?? status;
		return { reason: Object.hasOwn(incomplete, raw) ? (incomplete[raw] ?? "other") : "other", raw };
	}
	return { reason: status === "failed" ? "error" : "other", raw: status };
}

export interface Status {
	readonly status: "completed" | "incomplete" | "failed";
	readonly incomplete_details: JsonObject | null;
	readonly error: JsonObject | null;
}

export function buildStatus(reason: FinishReason): Status {
	switch (reason) {
		case "length":
			return { status: "incomplete", incomplete_details: { reason: "max_output_tokens" }, error: null };
		case "content-filter":
			return { status: "incomplete", incomplete_details: { reason: "content_filter" }, error: null };
		case "error":
			return failedWith("server_error", "The model failed before its answer was whole.");
		default:
			return { status: "completed", incomplete_details: null, error: null };
	}
}

export const failedWith = (code: string, message: string): Status => ({
	status: "failed",
	incomplete_details: null,
	error: { code, message },
});
