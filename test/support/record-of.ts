import type { GatewayClient } from "./gateway.ts";

/** The record of the latest request: settled by the time it can be read, so it is asked for until it is there. */
export async function recordOf<Shape>(gateway: Pick<GatewayClient, "admin">): Promise<Shape> {
	for (;;) {
		const { data } = await gateway.admin<{ data: Shape[] }>("GET", "/admin/requests?limit=1");
		if (data[0]) return data[0];
	}
}
