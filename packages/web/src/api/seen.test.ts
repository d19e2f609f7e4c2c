import { afterEach, expect, it, vi } from "vitest";
import { request } from "./request.ts";

afterEach(() => void vi.unstubAllGlobals());

/** A gateway whose list is at one ETag after the other; tells what it was asked. */
function gateway(...etags: readonly string[]) {
	const asked: (string | null)[] = [];
	vi.stubGlobal("fetch", async (_url: string, { headers }: { headers: Record<string, string> }) => {
		const known = headers["if-none-match"] ?? null;
		const etag = etags[asked.length] ?? "";
		asked.push(known);
		return known === etag ? new Response(null, { status: 304 }) : Response.json({ data: [etag] }, { headers: { etag } });
	});
	return asked;
}

it("a list that has not changed is the very answer it was", async () => {
	const asked = gateway('"one"', '"one"', '"two"', '"two"');
	const look = () => request("GET", "admin/accounts");

	const answers = [await look(), await look(), await look(), await look()];

	expect(asked).toEqual([null, '"one"', '"one"', '"two"']);
	expect(answers).toEqual([{ data: ['"one"'] }, { data: ['"one"'] }, { data: ['"two"'] }, { data: ['"two"'] }]);
	expect(answers[1]).toBe(answers[0]);
});
