import type { LoginView } from "@smart-router/core/login/login.schema.ts";
import { useEffect } from "preact/hooks";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { Countdown } from "../parts/countdown.tsx";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { Skeleton } from "../parts/skeleton.tsx";
import { DeviceCode } from "./device-code.tsx";
import { cancelLogin, startAddress } from "./login.ts";
import { PasteBack } from "./paste-back.tsx";
import { StepFoot } from "./step-foot.tsx";
import { useLogin } from "./use-login.ts";

interface LoginWaitProps {
	readonly id: string;
	readonly onLinked: (profileId: string) => void;
	readonly onAgain: () => void;
	readonly onBack: () => void;
}

/** A login from its start to its end: what a person has to do, that it is waited for, and what came of it. */
export function LoginWait({ id, onLinked, onAgain, onBack }: LoginWaitProps) {
	const { login, failure, show } = useLogin(id);
	useEffect(() => {
		if (login?.status !== "completed" || !login.profileId) return;
		announce(`${login.profileId} is linked`);
		onLinked(login.profileId);
	}, [login?.status]);

	const again = (
		<Button small onClick={onAgain}>
			Start again
		</Button>
	);
	if (failure && failure.status === 404) {
		return (
			<>
				<Notice tone="warn" action={again}>
					This login is no longer known: it lasts ten minutes.
				</Notice>
				<StepFoot onBack={onBack} />
			</>
		);
	}
	if (!login) return failure ? <FailureNotice failure={failure} /> : <Skeleton rows={2} />;
	return (
		<div class="form">
			{login.status === "pending" && (login.method === "device" ? <DeviceCode login={login} /> : <Authorize login={login} show={show} />)}
			{login.status !== "pending" && login.status !== "completed" && (
				<Notice tone="bad" urgent action={again}>
					<strong>{login.error?.message ?? endings[login.status]}</strong>
					{login.error?.hint && <p>{login.error.hint}</p>}
				</Notice>
			)}
			<StepFoot onBack={onBack}>{login.status === "pending" && <Cancel login={login} show={show} />}</StepFoot>
		</div>
	);
}

const endings: Readonly<Record<"failed" | "expired" | "cancelled", string>> = {
	failed: "The login failed.",
	expired: "The login took longer than it lasts.",
	cancelled: "The login was cancelled.",
};

interface PendingProps {
	readonly login: LoginView;
	readonly show: (login: LoginView) => void;
}

function Authorize({ login, show }: PendingProps) {
	const link = startAddress(login.authorizeUrl);
	return (
		<>
			<Notice tone="info">
				<strong>Waiting for you to authorize in the other tab.</strong> This page notices by itself. <Countdown until={login.expiresAt} />{" "}
				left.
			</Notice>
			{link && (
				<div class="link-row">
					<a class="button plain" href={link} target="_blank" rel="noopener">
						Open the provider's page
					</a>
					<CopyButton text={link} label="Copy link" small={false} />
				</div>
			)}
			<PasteBack login={login} show={show} />
		</>
	);
}

function Cancel({ login, show }: PendingProps) {
	const run = useRun();
	const cancel = (): void => {
		void run.start(async () => {
			await cancelLogin(login.id);
			show({ ...login, status: "cancelled" });
		});
	};
	return (
		<Button busy={run.busy} onClick={cancel}>
			Cancel login
		</Button>
	);
}
