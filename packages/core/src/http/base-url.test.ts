import { describe, expect, it } from "vitest";
import { GatewayError } from "../errors.ts";
import { checkBaseUrl } from "./base-url.ts";

const deployed = { allowPrivate: false, allowHttp: false };
const local = { allowPrivate: true, allowHttp: true };

describe("checkBaseUrl", () => {
	it.each([
		["https://api.example.com/v1", "https://api.example.com/v1"],
		["https://api.example.com/v1///", "https://api.example.com/v1"],
		["https://API.Example.com", "https://api.example.com"],
		[" https://api.example.com:8443/ ", "https://api.example.com:8443"],
		["https://api.example.com:443/", "https://api.example.com"],
		["https://1.1.1.1/v1", "https://1.1.1.1/v1"],
	])("takes %s as %s", (text, url) => {
		expect(checkBaseUrl(text, deployed)).toBe(url);
	});

	it.each([
		["", "absolute URL"],
		["api.example.com/v1", "absolute URL"],
		["http://api.example.com", "https://"],
		["ftp://api.example.com", "https://"],
		["file:///etc/passwd", "https://"],
		["https://user:pass@api.example.com", "user name"],
		["https://user@api.example.com", "user name"],
		["https://api.example.com?x=1", "query"],
		["https://api.example.com/#x", "fragment"],
		["https://api.example.com/?", "query"],
		["https://localhost/v1", "private"],
		["https://localhost./v1", "private"],
		["https://upstream", "private"],
		["https://printer.local", "private"],
		["https://metadata.google.internal", "private"],
		["https://127.0.0.1", "private"],
		["https://2130706433", "private"],
		["https://0x7f.1", "private"],
		["https://[::1]/v1", "private"],
		["https://[::ffff:10.0.0.1]", "private"],
		["https://192.168.0.10", "private"],
		["https://169.254.169.254/latest", "private"],
	])("refuses %s on a deployed stage", (text, reason) => {
		expect(() => checkBaseUrl(text, deployed)).toThrow(GatewayError);
		expect(() => checkBaseUrl(text, deployed)).toThrow(reason);
	});

	it("names the field", () => {
		expect(() => checkBaseUrl("nonsense", deployed)).toThrow(
			expect.objectContaining({ code: "invalid_request", status: 400, param: "baseUrl" }),
		);
	});

	it.each(["http://127.0.0.1:11434/v1", "http://localhost:8080", "http://[::1]:9/v1", "http://10.0.0.5"])("takes %s on a laptop", (url) => {
		expect(checkBaseUrl(url, local)).toBe(url);
	});

	it("never takes a metadata address", () => {
		expect(() => checkBaseUrl("http://169.254.169.254", local)).toThrow("private");
	});
});
