import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, type LoginStage, openLoginStage, pathOf } from "./stage.ts";

let stage: LoginStage;
beforeAll(async () => {
	stage = await openLoginStage();
});
afterAll(() => stage.close());

describe("a hosted login", () => {
	it("links an account named by its e-mail address, whose token serves calls", async () => {
		const login = await stage.start();
		const browser: Browser = new Map();
		const back = await stage.signIn(login, "ann", browser);
		const before = await stage.look(login.id);

		const page = await stage.visit("GET", pathOf(back), { browser });

		expect(login).toMatchObject({ status: "pending", authorizeUrl: `https://gw.example/login/${login.id}/go` });
		expect(before).toMatchObject({ status: "pending" });
		expect([page.status, page.body]).toEqual([200, expect.stringContaining("corp:ann@example.com")]);
		expect(await stage.look(login.id)).toMatchObject({ status: "completed", profileId: "corp:ann@example.com" });
		expect(await stage.ok("GET", "/admin/accounts/corp:ann@example.com")).toMatchObject({
			method: "oauth",
			email: "ann@example.com",
			status: "verified",
		});
	});
});
