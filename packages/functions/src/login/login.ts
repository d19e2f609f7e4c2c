import type { Deps } from "../deps.ts";
import { authenticate } from "../middleware/authenticate.ts";
import { type BuildError, buildAdminError } from "../middleware/errors.ts";
import { createHandler, type StreamedHandler } from "../middleware/handler.ts";
import { runOperations } from "../operations.ts";
import { createVisits } from "./browser.ts";
import { loginOperations } from "./operations.ts";
import { failedPage } from "./pages.ts";

/** Browsers get a page, programs JSON. */
const buildError: BuildError = (error, call, event) =>
	/^\/(login\/|device$)/.test(event.path) ? failedPage(error, call.requestId) : buildAdminError(error, call, event);

/** The function for what needs an opened credential, apart from the proxy: logins from start to end, verifying, removing. */
export function createLogin(deps: Deps): StreamedHandler {
	const visits = createVisits(deps);
	const operate = runOperations<"login">(deps, loginOperations);
	return createHandler(deps, {
		name: "login",
		buildError,
		guard: authenticate(deps),
		run: (event, context) => {
			const visit = context.call.route && visits[context.call.route.id];
			return visit ? visit(event, context) : operate(event, context);
		},
	});
}
