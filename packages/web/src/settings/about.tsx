import { address } from "../api/base.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Facts } from "../parts/facts.tsx";
import { fullTime } from "../parts/time.ts";
import { session } from "../session/session.ts";

export function About() {
	const who = session.value;
	if (!who) return null;
	return (
		<>
			<section class="card settings-section" aria-labelledby="endpoint">
				<h2 id="endpoint">Endpoint</h2>
				<p class="about">What clients are given as their base URL.</p>
				<Facts
					facts={[
						["OpenAI clients", <code>{address("v1")}</code>],
						["Anthropic and Gemini clients", <code>{address("").replace(/\/$/, "")}</code>],
						["The whole API", <a href={address("openapi.json")}>openapi.json</a>],
					]}
				/>
				<div class="link-row">
					<CopyButton text={address("v1")} label="Copy base URL" />
				</div>
			</section>
			<section class="card settings-section" aria-labelledby="session">
				<h2 id="session">This session</h2>
				<p class="about">Ends when you sign out, when its key is revoked, or by itself.</p>
				<Facts
					facts={[
						["Key", who.keyName],
						["Scopes", who.scopes.join(", ")],
						["Ends", who.expiresAt ? fullTime(who.expiresAt) : "with its key"],
						["Stage", who.stage],
						["Version", who.version],
					]}
				/>
			</section>
		</>
	);
}
