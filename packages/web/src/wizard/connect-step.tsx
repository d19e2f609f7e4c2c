import { DeviceStep } from "./device-step.tsx";
import { KeyStep } from "./key-step.tsx";
import { OAuthStep } from "./oauth-step.tsx";
import { progress } from "./steps.ts";

export function ConnectStep() {
	switch (progress.value.method) {
		case "oauth":
			return <OAuthStep />;
		case "device":
			return <DeviceStep />;
		default:
			return <KeyStep />;
	}
}
