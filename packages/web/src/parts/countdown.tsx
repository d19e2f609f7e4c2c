import { now } from "./now.ts";
import { fullTime, waitText } from "./time.ts";

/** The time left until an instant, every second. Screen readers read it when they come by, not at every tick. */
export const Countdown = ({ until }: { readonly until: string }) => (
	<span class="countdown" role="timer" title={fullTime(until)}>
		{waitText(Date.parse(until) - now.value)}
	</span>
);
