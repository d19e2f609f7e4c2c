import { useSignal } from "@preact/signals";
import type { LoginView } from "@smart-router/core/login/login.schema.ts";
import { providerOf } from "../linked/data.ts";
import { Button } from "../parts/button.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { TextField } from "../parts/text-field.tsx";
import { finishLogin } from "./login.ts";

/** For providers whose page cannot come back here by itself: what it shows at the end is pasted. */
export function PasteBack({ login, show }: { readonly login: LoginView; readonly show: (login: LoginView) => void }) {
	const text = useSignal("");
	const run = useRun();
	const byCode = providerOf(login.provider)?.oauth?.pasted === "code#state";
	const onSubmit = (event: SubmitEvent): void => {
		event.preventDefault();
		void run.start(async () => show(await finishLogin(login.id, text.value)));
	};
	const form = (
		<form class="form" onSubmit={onSubmit}>
			<TextField
				label={byCode ? "Code" : "Address"}
				mono
				value={text.value}
				onInput={(value) => (text.value = value)}
				hint={
					byCode
						? "The whole text that the provider shows at the end."
						: "The provider's last page may not load: copy its whole address from the address bar. It works once and is of no use to anybody else."
				}
			/>
			<FailureNotice failure={run.failure} />
			<div>
				<Button type="submit" busy={run.busy} disabled={text.value.trim() === ""}>
					Finish
				</Button>
			</div>
		</form>
	);
	if (login.redirect === "paste") return form;
	return (
		<details>
			<summary>The page did not come back?</summary>
			{form}
		</details>
	);
}
