import { useEffect, useState } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { Mark } from "../parts/mark.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { SecretField } from "../parts/secret-field.tsx";
import { comeFromWithin } from "../place/arrival.ts";
import { signIn } from "./session.ts";

export function SignIn() {
	useEffect(comeFromWithin, []);
	const [key, setKey] = useState("");
	const run = useRun();
	const onSubmit = (event: SubmitEvent): void => {
		event.preventDefault();
		void run.start(() => signIn(key));
	};
	return (
		<main class="sign-in">
			<form onSubmit={onSubmit}>
				<Mark />
				<h1>Sign in to Smart Router</h1>
				<p class="about">
					With an API key that has the scope <code>admin</code> or <code>accounts:read</code>.
				</p>
				<SecretField
					label="API key"
					name="key"
					value={key}
					onInput={setKey}
					hint="Kept by neither this page nor the browser: a cookie that scripts cannot read stands for it, for 12 hours."
				/>
				<FailureNotice failure={run.failure} />
				<Button look="primary" type="submit" busy={run.busy} disabled={key === ""}>
					{run.busy ? "Signing in…" : "Sign in"}
				</Button>
				<details>
					<summary>Where is my key?</summary>
					<p>
						The first admin key was printed once at the first <code>npm start</code>; on a deployed stage it lies in Secrets Manager, and
						the deploy's output says how to read it. Lost it on this machine? <code>npm start -- --new-admin-key</code>
					</p>
				</details>
			</form>
		</main>
	);
}
