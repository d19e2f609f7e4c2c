import type { Frame } from "../../transport/sse.ts";
import { geminiUpstream } from "../gemini/index.ts";
import type { Machine, UpstreamProtocol } from "../protocol.ts";
import { adapted, addressed, unwrapped, unwrappedFrame, wrapped } from "./envelope.ts";

/** Gemini's wire format inside the envelope of Code Assist, as Antigravity speaks it (facts `antigravity.md`, `google.md` section 4). */
export const codeAssistUpstream: UpstreamProtocol = {
	id: "code-assist",
	buildRequest(request, model) {
		const built = geminiUpstream.buildRequest(request, model);
		const warnings = new Set(built.warnings);
		const body = adapted(built.body, model.id, (warning) => warnings.add(warning));
		return { body: wrapped(model.id, body, request), warnings: [...warnings] };
	},
	forAccount: addressed,
	parseResponse: (body) => geminiUpstream.parseResponse(unwrapped(body)),
	streamParser: () => unwrapping(geminiUpstream.streamParser()),
	glimpse: (frame, outputSeen) => geminiUpstream.glimpse(unwrappedFrame(frame), outputSeen),
	textOf: geminiUpstream.textOf,
	errorMessage: geminiUpstream.errorMessage,
};

const unwrapping = <State, Out>(inner: Machine<State, Frame, Out>): Machine<State, Frame, Out> => ({
	...inner,
	step: (state, frame) => inner.step(state, unwrappedFrame(frame)),
});
