import { IconButton } from "../parts/button.tsx";
import { useRun } from "../parts/run.ts";
import { session, signOut } from "./session.ts";

/** Whose key this browser stands for, and the way out. */
export function SignOut() {
	const run = useRun();
	return (
		<div class="who">
			<span class="who-name" title={session.value?.scopes.join(", ")}>
				{session.value?.keyName}
			</span>
			<IconButton
				icon="out"
				label={run.failure ? `Sign out: ${run.failure.message}` : "Sign out"}
				busy={run.busy}
				onClick={() => void run.start(signOut)}
			/>
		</div>
	);
}
