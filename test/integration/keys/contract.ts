import type { EncryptionContext, Keys } from "@smart-router/core/keys/keys.ts";
import { describe, expect, it } from "vitest";

const context: EncryptionContext = { workspace: "default", profile: "openai:one", kind: "credential" };

const otherContexts: EncryptionContext[] = [
	{ ...context, workspace: "elsewhere" },
	{ ...context, profile: "openai:two" },
	{ ...context, kind: "oauth-client" },
];

/** What every key service does alike. */
export function keysContract(name: string, keys: Keys): void {
	describe(`the keys contract on ${name}`, () => {
		it("opens the data key that it made, under the context it was made with", async () => {
			const { plaintext, encrypted } = await keys.generateDataKey(context);

			const opened = await keys.decrypt(encrypted, { kind: context.kind, profile: context.profile, workspace: context.workspace });

			expect(plaintext).toHaveLength(32);
			expect(Buffer.from(opened)).toEqual(Buffer.from(plaintext));
			expect(Buffer.from(encrypted, "base64").includes(Buffer.from(plaintext))).toBe(false);
		});

		it("makes a new one each time", async () => {
			const [one, other] = [await keys.generateDataKey(context), await keys.generateDataKey(context)];

			expect(Buffer.from(one.plaintext)).not.toEqual(Buffer.from(other.plaintext));
			expect(one.encrypted).not.toBe(other.encrypted);
		});

		it.each(otherContexts)("refuses another context: $workspace $profile $kind", async (other) => {
			const { encrypted } = await keys.generateDataKey(context);

			await expect(keys.decrypt(encrypted, other)).rejects.toMatchObject({ name: "KeysError", kind: "refused" });
		});

		it("refuses an altered blob", async () => {
			const { encrypted } = await keys.generateDataKey(context);
			const bytes = Buffer.from(encrypted, "base64");
			const altered = Buffer.from(bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1)).toString("base64");

			await expect(keys.decrypt(altered, context)).rejects.toMatchObject({ name: "KeysError", kind: "refused" });
		});
	});
}
