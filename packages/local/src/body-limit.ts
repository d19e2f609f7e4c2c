import { identify } from "@smart-router/functions/middleware/authenticate.ts";
import { matchRoute } from "@smart-router/functions/middleware/router.ts";
import type { RuntimeDeps } from "@smart-router/functions/runtime.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";

const knownBytes = 32 * 1024 * 1024;
/** Browsers without a key send the short forms of a login. */
const publicBytes = 16 * 1024;

/**
 * Bytes of body that are held for a caller. Of somebody unknown none are: he is refused whatever he sends, so strangers cannot fill the memory.
 * A fault while asking counts as unknown here; the handler meets it again, and words it.
 */
export function bodyLimit(deps: RuntimeDeps): (event: APIGatewayProxyEvent) => Promise<number> {
	return async (event) => {
		const scope = matchRoute(event.httpMethod, event.path)?.route.scope;
		if (scope === undefined) return 0;
		if (scope === "public") return publicBytes;
		// The local server's headers have lower-case names already.
		const caller = await identify(deps, { event, context: { call: { headers: event.headers } } }).catch(() => undefined);
		return caller?.principal ? knownBytes : 0;
	};
}
