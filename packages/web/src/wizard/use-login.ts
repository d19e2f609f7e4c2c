import { useSignal } from "@preact/signals";
import type { LoginView } from "@smart-router/core/login/login.schema.ts";
import { useEffect } from "preact/hooks";
import { asFailure, type Failure } from "../api/failure.ts";
import { readLogin } from "./login.ts";

/** A failure to reach the gateway is no end of a login: it is looked at again after so many ms. */
const retryMs = 3_000;

/** Follows a login until it ends, at the pace the gateway asks for. */
export function useLogin(id: string): {
	readonly login: LoginView | null;
	readonly failure: Failure | null;
	readonly show: (login: LoginView) => void;
} {
	const login = useSignal<LoginView | null>(null);
	const failure = useSignal<Failure | null>(null);

	useEffect(() => {
		let stopped = false;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const look = async (): Promise<void> => {
			let wait = retryMs;
			try {
				const found = await readLogin(id);
				if (stopped) return;
				login.value = found;
				failure.value = null;
				if (found.status !== "pending") return;
				wait = Math.max(1, found.interval) * 1000;
			} catch (error) {
				if (stopped) return;
				failure.value = asFailure(error);
				if (failure.value.status === 404) return;
			}
			timer = setTimeout(look, wait);
		};
		void look();
		return () => {
			stopped = true;
			clearTimeout(timer);
		};
	}, [id]);

	return { login: login.value, failure: failure.value, show: (found) => (login.value = found) };
}
