import { GatewayError } from "@smart-router/core/errors.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Call } from "./middleware/call.ts";
import { type FunctionName, type Route, type RouteId, routes } from "./routes.ts";

export type RouteOf = Route & { readonly id: RouteId };

export type Match =
	| { readonly route: RouteOf; readonly params: Readonly<Record<string, string>> }
	/** The path is known, the method is not; `allow` lists those that are. */
	| { readonly route: undefined; readonly allow: string | undefined };

interface Compiled {
	readonly route: RouteOf;
	readonly pattern: RegExp;
}

const compiled: readonly Compiled[] = routes.map((route) => ({ route, pattern: toPattern(route.path) }));

/** `{name}` is one segment, `{name+}` the rest; everything else is literal. */
function toPattern(path: string): RegExp {
	const source = path
		.split(/(\{\w+\+?\})/)
		.map((part) => {
			const name = /^\{(\w+)(\+?)\}$/.exec(part);
			if (!name) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
			return name[2] ? `(?<${name[1]}>.+)` : `(?<${name[1]}>[^/]+)`;
		})
		.join("");
	return new RegExp(`^${source}$`, "s");
}

/** The route of a request among those of `name` (all functions when missing). Parameters may come percent-encoded or raw. */
export function matchRoute(method: string, path: string, name?: FunctionName): Match {
	const fitting = compiled.filter(({ route, pattern }) => (name === undefined || route.function === name) && pattern.test(path));
	const found = fitting.find(({ route }) => route.method === method);
	if (!found) {
		const methods = [...new Set(fitting.map(({ route }) => route.method))];
		return { route: undefined, allow: methods.length > 0 ? methods.join(", ") : undefined };
	}
	const groups = found.pattern.exec(path)?.groups ?? {};
	return { route: found.route, params: Object.fromEntries(Object.entries(groups).map(([key, value]) => [key, decode(value)])) };
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Puts the route on the call. Throws `GatewayError` not_found or method_not_allowed. */
export function findRoute(name: FunctionName, event: APIGatewayProxyEvent, call: Call): void {
	const match = matchRoute(event.httpMethod, event.path, name);
	if (match.route) {
		call.route = match.route;
		call.params = match.params;
		return;
	}
	if (match.allow === undefined) throw new GatewayError("not_found", "There is nothing at this address.", { hint: "See /openapi.json." });
	call.allow = match.allow;
	throw new GatewayError("method_not_allowed", `This address knows ${match.allow} only.`);
}
