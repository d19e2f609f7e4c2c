import type { GatewayError } from "@smart-router/core/errors.ts";
import type { LoginSession } from "@smart-router/core/login/session.ts";
import { type Html, html } from "../html.ts";
import type { Answer } from "../middleware/call.ts";
import { page } from "./page.ts";

/** Where a form leads, and what it carries besides the click. */
interface Form {
	readonly action: string;
	readonly code?: string;
}

const hidden = ({ code }: Form): Html => (code === undefined ? html`` : html`<input type="hidden" name="code" value="${code}">`);

/** Who started which login when: a person who did not start it must be able to tell (RFC 8628 section 5.4). */
export function confirmPage(session: LoginSession, stage: string, providerName: string, form: Form): Answer {
	const { workspace, starter, startedAt, profileId, label, provider } = session;
	const account =
		profileId === null
			? label === null
				? html``
				: html`<dt>Will be called</dt><dd>${provider}:${label}</dd>`
			: html`<dt>Renews</dt><dd>${profileId}</dd>`;
	return page({
		title: `Link an account of ${providerName}?`,
		body: html`<p class="bad">Only continue if you started this yourself.</p>
<p>Whoever started it will be able to use the account you sign in with.</p>
<dl>
<dt>Provider</dt><dd>${providerName}</dd>
<dt>Started by</dt><dd>API key “${starter.keyName}”</dd>
<dt>Started at</dt><dd><time datetime="${new Date(startedAt).toISOString()}">${new Date(startedAt).toUTCString()}</time></dd>
<dt>Stage</dt><dd>${stage}</dd>
<dt>Workspace</dt><dd>${workspace}</dd>
${form.code === undefined ? html`` : html`<dt>Code</dt><dd>${form.code}</dd>`}
${account}
</dl>
<form method="post" action="${form.action}">
${hidden(form)}<input type="hidden" name="confirm" value="yes">
<button type="submit">Continue to ${providerName}</button>
</form>
<p>If you did not start it, close this page. Nothing has happened.</p>`,
	});
}

/** After the click: on to the provider. By a refresh, because a redirect out of a form is held to `form-action`, and providers redirect on. */
export const leavePage = (providerName: string, providerUrl: string, cookie: string): Answer =>
	page({
		title: `On to ${providerName}`,
		goTo: providerUrl,
		headers: { "set-cookie": cookie },
		body: html`<p>You are being taken to ${providerName} to sign in.</p>
<p><a class="act" href="${providerUrl}" rel="noreferrer">Continue to ${providerName}</a></p>`,
	});

export const codePage = (action: string, problem?: GatewayError): Answer =>
	page({
		status: problem?.status ?? 200,
		title: "Enter the code",
		body: html`${problem ? html`<p class="bad" role="alert">${problem.message} ${problem.hint ?? ""}</p>` : html``}
<p>It is shown where you started to link an account.</p>
<form method="post" action="${action}">
<label for="code">Code</label>
<input type="text" id="code" name="code" required autofocus autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" placeholder="XXXX-XXXX">
<button type="submit">Continue</button>
</form>`,
	});

export const linkedPage = (profileId: string, headers: Readonly<Record<string, string>>): Answer =>
	page({
		title: "Linked",
		headers,
		body: html`<p>The account <strong>${profileId}</strong> is linked. You can close this page.</p>`,
	});

export const failedPage = (error: GatewayError, requestId: string): Answer =>
	page({
		status: error.status,
		title: "That did not work",
		body: html`<p class="bad" role="alert">${error.message}</p>
${error.hint === undefined ? html`` : html`<p>${error.hint}</p>`}
<p>Nothing was linked. Request id: ${requestId}</p>`,
	});
