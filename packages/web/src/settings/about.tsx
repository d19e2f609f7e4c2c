import { address } from "../api/base.ts";
import { CopyButton } from "../parts/copy-button.tsx";
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
				<dl class="facts">
					<div>
						<dt>OpenAI clients</dt>
						<dd>
							<code>{address("v1")}</code>
						</dd>
					</div>
					<div>
						<dt>Anthropic and Gemini clients</dt>
						<dd>
							<code>{address("").replace(/\/$/, "")}</code>
						</dd>
					</div>
					<div>
						<dt>The whole API</dt>
						<dd>
							<a href={address("openapi.json")}>openapi.json</a>
						</dd>
					</div>
				</dl>
				<div class="link-row">
					<CopyButton text={address("v1")} label="Copy base URL" />
				</div>
			</section>
			<section class="card settings-section" aria-labelledby="session">
				<h2 id="session">This session</h2>
				<p class="about">Ends when you sign out, when its key is revoked, or by itself.</p>
				<dl class="facts">
					{[
						["Key", who.keyName],
						["Scopes", who.scopes.join(", ")],
						["Ends", who.expiresAt ? fullTime(who.expiresAt) : "with its key"],
						["Stage", who.stage],
						["Version", who.version],
					].map(([name, value]) => (
						<div key={name}>
							<dt>{name}</dt>
							<dd>{value}</dd>
						</div>
					))}
				</dl>
			</section>
		</>
	);
}
