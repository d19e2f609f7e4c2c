import { accountKey } from "@smart-router/core/account/account.ts";
import { verifyAccount } from "@smart-router/core/account/verify.ts";
import { createHttpClient } from "@smart-router/core/http/client.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sampleCooldown } from "../../support/accounts.ts";
import { type FakeCodeAssist, servedModels, startFakeCodeAssist } from "../../support/fake-code-assist.ts";
import { openTokenStage } from "./stage.ts";

let codeAssist: FakeCodeAssist;
const http = createHttpClient({ guard: "loopback-and-public" });
beforeEach(async () => {
	codeAssist = await startFakeCodeAssist();
	codeAssist.project = "p-1";
});
afterEach(async () => {
	http.close();
	await codeAssist.close();
});

it("a login that was linked without its project learns project and models, and its refusals are over", async () => {
	const stage = openTokenStage();
	const facts = { ...accountKey("default", "antigravity", "ann"), provider: "antigravity", profileId: "antigravity:ann" };
	const refused = { errorStreak: 1, errorAt: 1, errorText: "no", probedAt: 1, cooldowns: { "*": sampleCooldown({ refusal: true }) } };
	const account = await stage.link("ann", { project: null, baseUrl: codeAssist.origin }, { ...facts, ...refused });
	const deps = stage.instance({ http });

	const verified = await verifyAccount(deps, "default", "antigravity:ann");

	expect(verified).toMatchObject({ served: [...servedModels], lastVerifiedAt: stage.time.now, errorStreak: 0, cooldowns: {} });
	expect(verified).not.toHaveProperty("probedAt");
	expect(verified.credentialVersion).toBe(account.credentialVersion + 1);
	expect(await deps.fresh.open(verified, verified.credentialVersion)).toMatchObject({ ok: true, secret: { project: "p-1" } });
});
