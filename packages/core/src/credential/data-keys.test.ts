import { afterEach, describe, expect, it, vi } from "vitest";
import { type EncryptionContext, KeysError } from "../keys/keys.ts";
import { rememberDataKeys } from "./data-keys.ts";

const context: EncryptionContext = { workspace: "default", profile: "openai:one", kind: "credential" };

function setUp() {
	const time = { now: 1_000_000 };
	const decrypt = vi.fn(async (encrypted: string) => Buffer.from(encrypted));
	const keys = { decrypt, generateDataKey: () => Promise.reject(new Error("not asked for")) };
	const dataKeys = rememberDataKeys({ keys, clock: () => time.now });
	return { time, decrypt, dataKeys, remembered: dataKeys.decrypt };
}

afterEach(() => void vi.useRealTimers());

describe("remembered data keys", () => {
	it("ask once for callers at the same time and after", async () => {
		const { decrypt, remembered } = setUp();

		await Promise.all([remembered("blob", context), remembered("blob", context)]);
		const key = await remembered("blob", context);

		expect(decrypt).toHaveBeenCalledTimes(1);
		expect(key).toEqual(Buffer.from("blob"));
	});

	it("ask again for another blob and for another context", async () => {
		const { decrypt, remembered } = setUp();

		await remembered("blob", context);
		await remembered("other", context);
		await remembered("blob", { ...context, workspace: "elsewhere" });
		await remembered("blob", { ...context, profile: "openai:two" });
		await remembered("blob", { ...context, kind: "login" });

		expect(decrypt).toHaveBeenCalledTimes(5);
	});

	it("forget after five minutes", async () => {
		const { time, decrypt, remembered } = setUp();
		await remembered("blob", context);

		time.now += 5 * 60_000 - 1;
		await remembered("blob", context);
		const before = decrypt.mock.calls.length;
		time.now += 1;
		await remembered("blob", context);

		expect([before, decrypt.mock.calls.length]).toEqual([1, 2]);
	});

	it("forget after a thousand uses", async () => {
		const { decrypt, remembered } = setUp();

		for (let use = 0; use < 1_000; use++) await remembered("blob", context);
		const before = decrypt.mock.calls.length;
		await remembered("blob", context);

		expect([before, decrypt.mock.calls.length]).toEqual([1, 2]);
	});

	it("do not remember a failure", async () => {
		const { decrypt, remembered } = setUp();
		decrypt.mockRejectedValueOnce(new KeysError("unavailable", "KMS is away"));

		await expect(remembered("blob", context)).rejects.toThrow(KeysError);

		expect(await remembered("blob", context)).toEqual(Buffer.from("blob"));
	});

	const wiped = Buffer.alloc(4);

	it("are wiped with the next call after their time, whatever it asks for", async () => {
		const { time, remembered } = setUp();
		const key = await remembered("blob", context);

		time.now += 5 * 60_000;
		await remembered("other", context);

		expect(key).toEqual(wiped);
	});

	it("are wiped within a minute of their time where no call comes", async () => {
		vi.useFakeTimers({ toFake: ["setTimeout"] });
		const { time, remembered } = setUp();
		const key = await remembered("blob", context);
		const pass = (ms: number) => {
			time.now += ms;
			return vi.advanceTimersByTimeAsync(ms);
		};

		await pass(4 * 60_000);
		const before = Buffer.from(key);
		await pass(2 * 60_000);

		expect([before, key]).toEqual([Buffer.from("blob"), wiped]);
		expect(vi.getTimerCount()).toBe(0);
	});

	it("are wiped when they are forgotten, and when they have served often enough", async () => {
		const { dataKeys, remembered } = setUp();
		const forgotten = await remembered("gone", context);
		const worn = await remembered("worn", context);

		dataKeys.forget("gone", context);
		for (let use = 0; use < 1_000; use++) await remembered("worn", context);

		expect([forgotten, worn]).toEqual([wiped, wiped]);
	});

	it("are not wiped under those who wait for them", async () => {
		const { time, remembered } = setUp();
		await remembered("blob", context);

		const waiting = remembered("blob", context).then((key) => Buffer.from(key));
		time.now += 5 * 60_000;
		await remembered("other", context);

		expect(await waiting).toEqual(Buffer.from("blob"));
	});
});
