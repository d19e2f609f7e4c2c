import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readOptions, UsageError } from "./options.ts";

const root = mkdtempSync(join(tmpdir(), "options-"));

describe("readOptions", () => {
	it("listens on loopback at 3403 with the embedded store under data/", () => {
		const options = readOptions([], {}, root);

		expect(options).toMatchObject({ host: "127.0.0.1", port: 3403, sandbox: true, open: false, adminKey: undefined });
		expect(options.store).toEqual({
			kind: "sqlite",
			file: join(root, "data/auth-store/store.db"),
			keyFile: join(root, "data/auth-store/master.key"),
		});
	});

	it("puts the store beside a .json path that does not exist", () => {
		const { store } = readOptions([], { SMART_ROUTER_AUTH_STORE: "/elsewhere/auth-store.json" }, root);

		expect(store).toEqual({ kind: "sqlite", file: "/elsewhere/auth-store.json.db", keyFile: "/elsewhere/auth-store.json.key" });
	});

	it.each([
		["the variable points at it", "old.json", { SMART_ROUTER_AUTH_STORE: "old.json" }],
		["it lies beside the store that the variable names", "elsewhere/store.json", { SMART_ROUTER_AUTH_STORE: "elsewhere/store" }],
		["it lies where the older router put it", "data/auth-store.json", {}],
		["it lies where the older router's sources put it", "src/data/auth-store.json", {}],
	])("tells of an older router's file when %s", (_when, file, env) => {
		const checkout = mkdtempSync(join(tmpdir(), "options-"));
		const none = readOptions([], env, checkout);
		mkdirSync(dirname(join(checkout, file)), { recursive: true });
		writeFileSync(join(checkout, file), "{}");

		const { oldStore, store } = readOptions([], env, checkout);

		expect(none.oldStore).toBeUndefined();
		expect(oldStore).toBe(join(checkout, file));
		expect(store).toEqual(none.store);
	});

	it.each([
		["a short admin key", [], { SMART_ROUTER_ADMIN_KEY: "short" }, /at least 20/],
		["a port that is none", [], { PORT: "http" }, /no port/],
		["a public host in clear", [], { HOST: "0.0.0.0" }, /TLS_CERT/],
		["--open beyond this machine", ["--open"], { HOST: "0.0.0.0", TLS_CERT: "a", TLS_KEY: "b" }, /this machine only/],
		["half of TLS", [], { TLS_CERT: "a" }, /both files/],
		["an unknown store", [], { SMART_ROUTER_STORE: "redis" }, /sqlite or dynamodb/],
		["an unknown flag", ["--sandbox"], {}, /--no-sandbox/],
	])("refuses %s", (_, args, env, message) => {
		const read = () => readOptions(args, env, root);

		expect(read).toThrow(UsageError);
		expect(read).toThrow(message);
	});

	it("allows a public host with TLS or when told so", () => {
		expect(readOptions(["--insecure-http"], { HOST: "0.0.0.0" }, root).host).toBe("0.0.0.0");
		expect(readOptions([], { HOST: "0.0.0.0", TLS_CERT: "c.pem", TLS_KEY: "k.pem" }, root).tls?.certFile).toBe(join(root, "c.pem"));
	});
});
