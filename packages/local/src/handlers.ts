import { createAdmin } from "@smart-router/functions/admin/admin.ts";
import { createLogin } from "@smart-router/functions/login/login.ts";
import { matchRoute } from "@smart-router/functions/middleware/router.ts";
import { createProxy } from "@smart-router/functions/proxy/proxy.ts";
import type { FunctionName } from "@smart-router/functions/routes.ts";
import type { RuntimeDeps } from "@smart-router/functions/runtime.ts";
import type { Page } from "@smart-router/functions/web/page.ts";
import { createWeb } from "@smart-router/functions/web/web.ts";
import type { StreamHandler } from "./server.ts";

/**
 * What API Gateway does on a deployed stage: the function that a method and path belong to. Unknown paths get their 404 in the words of who is
 * spoken to there: clients under `/v1` and `/v1beta`, else `web`.
 */
export function createHandlers(deps: RuntimeDeps, page: Page | undefined): (method: string, path: string) => StreamHandler {
	const handlers: Record<FunctionName, StreamHandler> = {
		proxy: createProxy(deps),
		admin: createAdmin(deps),
		login: createLogin(deps),
		web: createWeb(deps, page),
	};
	return (method, path) => handlers[matchRoute(method, path)?.route.function ?? (/^\/v1(beta)?(\/|$)/.test(path) ? "proxy" : "web")];
}
