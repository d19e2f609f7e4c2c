import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Deps } from "../deps.ts";

/**
 * Where this caller reached the gateway, without a trailing slash: a deployed stage may lie under `/<stage>`. API Gateway answers under its own names
 * only, so `Host` is one of them there.
 */
export function ownUrl({ plainHttp }: Pick<Deps, "plainHttp">, { path, headers, requestContext }: APIGatewayProxyEvent): string {
	const host = headers["host"] ?? headers["Host"] ?? "";
	const name = /^[\w.:[\]-]{1,255}$/.test(host) ? host : "localhost";
	return `${plainHttp ? "http" : "https"}://${name}${stagePrefix({ path, requestContext })}`;
}

/** What stands before the path of the route table, such as `/prod`; empty where nothing does. */
export function stagePrefix({ path, requestContext }: Pick<APIGatewayProxyEvent, "path" | "requestContext">): string {
	const whole = requestContext.path ?? path;
	// The stage's own address may come without its slash.
	const end = path === "/" && !whole.endsWith("/") ? "" : path;
	const prefix = whole.endsWith(end) ? whole.slice(0, whole.length - end.length) : "";
	return /^(\/[\w.~-]+)*$/.test(prefix) ? prefix : "";
}
