import type { RequestRecordView } from "@smart-router/core/usage/request-record.schema.ts";

const words: Readonly<Record<RequestRecordView["outcome"], { readonly word: string; readonly look: string }>> = {
	ok: { word: "OK", look: "verified" },
	error: { word: "Error", look: "error" },
	broken: { word: "Broken off", look: "error" },
	aborted: { word: "Client left", look: "disabled" },
};

/** How a request ended, with the status its client got. */
export function Outcome({ request: { outcome, status } }: { readonly request: Pick<RequestRecordView, "outcome" | "status"> }) {
	const { word, look } = words[outcome];
	return (
		<span class={`status ${look}`}>
			<span class="dot" />
			{word} <span class="soft">{status}</span>
		</span>
	);
}
