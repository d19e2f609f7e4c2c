import { useEffect } from "preact/hooks";
import { lost, tellLost } from "./api/lost.ts";
import { signedOut } from "./api/request.ts";
import { Button } from "./parts/button.tsx";
import { FailureNotice } from "./parts/notice.tsx";
import { readSession, session } from "./session/session.ts";
import { SignIn } from "./session/sign-in.tsx";
import { Shell } from "./shell/shell.tsx";

const start = async (): Promise<void> => {
	try {
		await readSession();
		lost.value = null;
	} catch (error) {
		tellLost(error);
	}
};

export function App() {
	useEffect(() => void start(), []);
	if (session.value && !signedOut.value) return <Shell />;
	if (session.value === null || signedOut.value) return <SignIn />;
	return lost.value ? (
		<main class="sign-in">
			<FailureNotice failure={lost.value} action={<Button onClick={start}>Try again</Button>} />
		</main>
	) : null;
}
