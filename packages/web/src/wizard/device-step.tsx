import { useEffect } from "preact/hooks";
import { Button } from "../parts/button.tsx";
import { FailureNotice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { Skeleton } from "../parts/skeleton.tsx";
import { startLogin } from "./login.ts";
import { LoginWait } from "./login-wait.tsx";
import { StepFoot } from "./step-foot.tsx";
import { moveTo, progress, providerName } from "./steps.ts";

/** Shows a code at once: whoever chose this method wants nothing else. */
export function DeviceStep() {
	const run = useRun();
	const { provider = "", login } = progress.value;
	const start = (): void => {
		void run.start(async () => {
			const started = await startLogin({ provider, method: "device" });
			moveTo("connect", { login: started.id });
		});
	};
	useEffect(() => {
		if (!login) start();
	}, [login]);
	const back = (): void => moveTo("method", { login: undefined });
	return (
		<>
			<h3 tabIndex={-1}>Device Code for {providerName.value}</h3>
			{login ? (
				<LoginWait
					id={login}
					onLinked={(account) => moveTo("name", { account })}
					onAgain={() => moveTo("connect", { login: undefined })}
					onBack={back}
				/>
			) : (
				<>
					{run.failure ? (
						<FailureNotice failure={run.failure} action={<Button onClick={start}>Try again</Button>} />
					) : (
						<Skeleton rows={3} />
					)}
					<StepFoot onBack={back} />
				</>
			)}
		</>
	);
}
