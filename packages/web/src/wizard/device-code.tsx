import type { LoginView } from "@smart-router/core/login/login.schema.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Countdown } from "../parts/countdown.tsx";
import { OutsideLink } from "../parts/outside-link.tsx";
import { startAddress } from "./login.ts";
import { QrCode } from "./qr-code.tsx";

/** The code, where to enter it, and how long it counts. */
export function DeviceCode({ login }: { readonly login: LoginView }) {
	const { userCode = "", expiresAt } = login;
	const url = startAddress(login.verificationUrl);
	const whole = startAddress(login.verificationUrlComplete) ?? url;
	return (
		<div class="device">
			<ol class="steps">
				<li>
					<div>
						Copy the code displayed.
						<div class="device-code">
							<output aria-label={`Code ${[...userCode].join(" ")}`}>{userCode}</output>
							<CopyButton text={userCode} label="Copy code" />
						</div>
					</div>
				</li>
				<li>
					<div>
						Visit this URL on another device.
						<div class="device-url">
							{url && <OutsideLink href={url}>{url.replace(/^https?:\/\//, "")}</OutsideLink>}
							{url && <CopyButton text={url} label="Copy URL" />}
						</div>
					</div>
				</li>
				<li>
					<span>Enter the code and authorize. This page detects it automatically.</span>
				</li>
			</ol>
			{whole && <QrCode text={whole} label={`QR code of ${whole}`} />}
			<p class="device-wait soft">
				Waiting for you to authorize. The code counts for another <Countdown until={expiresAt} />.
			</p>
		</div>
	);
}
