import type { JsonObject } from "../../chat/request.ts";
import type { Usage } from "../../chat/response.ts";
import type { Status } from "./finish-reason.ts";
import { buildUsage } from "./usage.ts";

/** What stays the same through a response's life. */
export interface Head {
	readonly id: string;
	readonly model: string;
	/** Seconds since the epoch. */
	readonly created: number;
}

export interface Progress extends Omit<Status, "status"> {
	readonly status: Status["status"] | "in_progress";
	readonly output: readonly JsonObject[];
	readonly usage: Usage | undefined;
}

export const inProgress: Progress = { status: "in_progress", error: null, incomplete_details: null, output: [], usage: undefined };

/** A response as it stands in answers and lifecycle events. What the client asked for is not repeated; nothing is kept, so `store` is false. */
export const responseObject = ({ id, model, created }: Head, { output, usage, ...state }: Progress): JsonObject => ({
	id,
	object: "response",
	created_at: created,
	background: false,
	...state,
	instructions: null,
	max_output_tokens: null,
	metadata: {},
	model,
	output: [...output],
	parallel_tool_calls: true,
	previous_response_id: null,
	reasoning: { effort: null, summary: null },
	store: false,
	temperature: null,
	text: { format: { type: "text" } },
	tool_choice: "auto",
	tools: [],
	top_p: null,
	truncation: "disabled",
	usage: usage === undefined ? null : buildUsage(usage),
});
