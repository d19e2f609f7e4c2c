import { GatewayError } from "@smart-router/core/errors.ts";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { type FunctionName, type Route, type RouteId, routes } from "../routes.ts";
import type { Call } from "./call.ts";

export type RouteOf = Route & { readonly id: RouteId };

export interface Match {
	readonly route: RouteOf;
	/** Percent-decoded. */
	readonly params: Readonly<Record<string, string>>;
}

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

/** Paths without parameters, which most requests ask for. */
const literal: ReadonlyMap<string, Match> = new Map(
	routes.filter(({ path }) => !path.includes("{")).map((route) => [`${route.method} ${route.path}`, { route, params: {} }]),
);

/** The route of a request. Parameters may come percent-encoded or raw. */
export function matchRoute(method: string, path: string): Match | undefined {
	const direct = literal.get(`${method} ${path}`);
	if (direct) return direct;
	const found = compiled.find(({ route, pattern }) => route.method === method && pattern.test(path));
	if (!found) return undefined;
	const groups = found.pattern.exec(path)?.groups ?? {};
	return { route: found.route, params: Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)])) };
}

/** The methods that a path knows, `GET, POST`; empty when there is no such path. Where several templates match, the most exact one counts. */
function methodsOf(path: string): string {
	const matching = compiled.filter(({ pattern }) => pattern.test(path)).map(({ route }) => route);
	const longest = Math.max(...matching.map((route) => route.path.length));
	return [...new Set(matching.filter((route) => route.path.length === longest).map(({ method }) => method))].join(", ");
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Puts the route on the call. Throws `GatewayError` method_not_allowed, or not_found also when the route is another function's. */
export function findRoute(name: FunctionName, event: APIGatewayProxyEvent, call: Call): void {
	const match = matchRoute(event.httpMethod, event.path);
	if (match?.route.function === name) {
		call.route = match.route;
		call.params = match.params;
		return;
	}
	const allow = match ? "" : methodsOf(event.path);
	if (allow === "") throw new GatewayError("not_found", "There is nothing at this address.", { hint: "See /openapi.json." });
	call.allow = allow;
	throw new GatewayError("method_not_allowed", `This address knows ${allow} only.`);
}
