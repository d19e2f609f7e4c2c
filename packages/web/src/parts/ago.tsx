import { now } from "./now.ts";
import { agoText, fullTime } from "./time.ts";

/** How long ago an instant was. */
export const Ago = ({ at }: { readonly at: string }) => (
	<time dateTime={at} title={fullTime(at)}>
		{agoText(now.value - Date.parse(at))}
	</time>
);
