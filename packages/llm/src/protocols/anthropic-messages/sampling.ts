import { defined } from "../../chat/json.ts";
import type { ChatRequest, JsonObject } from "../../chat/request.ts";
import { type Warn, warnDropped } from "../loss.ts";
import type { ModelFacts } from "../protocol.ts";

/** `temperature`, `top_p` and `top_k`, as far as the model takes them; with thinking none of them may be changed, and temperature excludes top_p. */
export function samplingOf(request: ChatRequest, model: ModelFacts, thinks: boolean, warn: Warn): JsonObject {
	const { temperature, topP, topK } = request;
	if (model.sampling === false || thinks) {
		warnDropped({ temperature: temperature === 1 ? undefined : temperature, top_p: topP === 1 ? undefined : topP, top_k: topK }, warn);
		return {};
	}
	const clamped = temperature === undefined ? undefined : Math.min(Math.max(temperature, 0), 1);
	if (clamped !== temperature) warn(`changed: temperature lowered to ${clamped}`);
	if (temperature !== undefined && topP !== undefined && topP !== 1) warn("dropped: top_p");
	return defined({ temperature: clamped, top_p: temperature === undefined ? topP : undefined, top_k: topK });
}
