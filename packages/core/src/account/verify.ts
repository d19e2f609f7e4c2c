import type { Provider } from "@smart-router/llm/providers/provider.ts";
import type { Verification } from "@smart-router/llm/providers/verify.ts";
import { cleanSlate, type Step } from "../cooldown/step.ts";
import { writeStep } from "../cooldown/write.ts";
import type { TokenSet } from "../credential/credential.ts";
import { GatewayError } from "../errors.ts";
import { findProvider, resolveProviders } from "../provider/providers.ts";
import { setFields } from "../store/set-fields.ts";
import { eq, set } from "../store/store.ts";
import type { Account } from "./account.ts";
import { checkKey, type VerifiedFacts, type VerifyDeps, verificationFailed } from "./check-key.ts";
import { checkLogin } from "./check-login.ts";
import type { CredentialDeps } from "./credential-deps.ts";
import type { DiscoverDeps } from "./discover-project.ts";
import type { FreshCredentials, Usable } from "./fresh-credentials.ts";
import { accountNotFound, renewCommand } from "./profile-id.ts";
import { putCredential } from "./put-credential.ts";
import { readAccount } from "./read.ts";
import { tokenTimes } from "./refresh-times.ts";
import { servedFacts } from "./served.ts";

interface Deps extends CredentialDeps, VerifyDeps, DiscoverDeps {
	readonly fresh: Pick<FreshCredentials, "open" | "afterRefusal">;
}

type Good = Extract<Usable, { ok: true }>;

interface Passed {
	readonly ok: true;
	/** As the provider lists them for this credential. */
	readonly models: readonly string[];
	/** A login that was linked while its provider was limited learns its project here. */
	readonly learned?: TokenSet;
}
type Checked = Passed | Extract<Verification, { ok: false }>;

/**
 * Checks an account's credential with a real call, a login's after renewing it where that is due. Success ends its Error, every rest that a refusal led to
 * and the refusal of its credential; a refused one takes it out of the rotation at once. Throws `GatewayError` account_verification_failed that says why,
 * account_not_found; `StoreError`, `KeysError`.
 */
export async function verifyAccount(deps: Deps, workspace: string, profileId: string): Promise<Account> {
	const account = await readAccount(deps, workspace, profileId);
	const provider = findProvider(await resolveProviders(deps, workspace), account.provider);
	const { checked, opened } = await checkTwice(deps, provider, account);
	if (!checked.ok) {
		if (checked.cause === "wrong_key") await refuse(deps, account, opened, checked.message);
		throw verificationFailed(checked);
	}
	const facts = { ...servedFacts(provider, account.method, checked.models), lastVerifiedAt: deps.clock() };
	if (!checked.learned) await accept(deps, account, opened, facts);
	else await putCredential(deps, account, checked.learned, { ...facts, baseUrl: account.baseUrl, ...tokenTimes(checked.learned) });
	// Linking may have died between account and confirmation: a credential that works must not run out.
	await deps.credentials.confirm(account);
	return readAccount(deps, workspace, profileId);
}

const accept = (deps: Deps, account: Account, { version }: Good, facts: VerifiedFacts): Promise<void> =>
	writeUnlessReplaced(deps, account, version, (current) => {
		const { changes, conditions } = cleanSlate(current);
		return { changes: [...setFields({ ...facts, credentialVersion: version }), ...changes], conditions };
	});

const refuse = (deps: Deps, account: Account, { version }: Good, text: string): Promise<void> =>
	writeUnlessReplaced(deps, account, version, () => ({
		changes: [set(["refused"], { credentialVersion: version, at: deps.clock(), text })],
		conditions: [],
	}));

/** A credential that was replaced during the call speaks for itself. Throws account_not_found. */
async function writeUnlessReplaced({ store }: Deps, account: Account, version: number, stepOn: (current: Account) => Step): Promise<void> {
	const written = await writeStep(store, account, (current) => {
		if (current.credentialVersion > version) return undefined;
		const { changes, conditions } = stepOn(current);
		return { changes, conditions: [...conditions, eq(["credentialVersion"], current.credentialVersion)] };
	});
	if (!written) throw accountNotFound();
}

/** A login whose token is refused is renewed once. */
async function checkTwice(deps: Deps, provider: Provider, account: Account): Promise<{ readonly checked: Checked; readonly opened: Good }> {
	const opened = usable(await deps.fresh.open(account, account.credentialVersion), account.profileId);
	const checked = await check(deps, provider, opened);
	if (checked.ok || checked.cause !== "wrong_key") return { checked, opened };
	const renewed = await deps.fresh.afterRefusal(account, opened.version);
	return renewed?.ok ? { checked: await check(deps, provider, renewed), opened: renewed } : { checked, opened };
}

async function check(deps: Deps, provider: Provider, { secret }: Good): Promise<Checked> {
	if (secret.kind === "api_key") return checkKey(deps, provider, secret);
	const checked = await checkLogin(deps, provider, secret);
	if (!checked.ok) return checked;
	const { models, tokens } = checked;
	return { ok: true, models, ...(tokens.project !== secret.project && { learned: tokens }) };
}

function usable(opened: Usable, profileId: string): Good {
	if (opened.ok) return opened;
	throw new GatewayError("account_verification_failed", `Account verification failed: ${opened.text}`, {
		hint:
			opened.kind === "dead"
				? `Sign in again, or give it a new key: ${renewCommand(profileId)}.`
				: "The provider's login service gave no usable answer: try again in a few minutes.",
	});
}
