import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../../../test/support/runs.ts";
import { type AddressKind, addressKind, isAllowed } from "./address.ts";

const kinds: Record<AddressKind, string[]> = {
	public: [
		"1.1.1.1",
		"104.18.7.192",
		"172.15.255.255",
		"172.32.0.1",
		"100.63.255.255",
		"100.128.0.1",
		"192.167.1.1",
		"198.17.255.255",
		"223.255.255.255",
		"2606:4700::6812:7c0",
		"2a00:1450:4001:800::200a",
		"64:ff9b::8.8.8.8",
		"::ffff:8.8.8.8",
		"2001:200::1",
	],
	loopback: [
		"127.0.0.1",
		"127.255.255.254",
		"::1",
		"0:0:0:0:0:0:0:1",
		"::ffff:127.0.0.1",
		"::ffff:7f00:1",
		"64:ff9b::7f00:1",
		"64:ff9b::127.1.2.3",
	],
	private: [
		"10.0.0.1",
		"172.16.0.1",
		"172.31.255.255",
		"192.168.1.1",
		"100.64.0.1",
		"100.127.255.255",
		"198.18.0.1",
		"198.19.255.255",
		"fc00::1",
		"fdff::1",
		"::ffff:10.1.1.1",
		"64:ff9b::a00:1",
	],
	forbidden: [
		"0.0.0.0",
		"0.1.2.3",
		"169.254.169.254",
		"169.254.170.2",
		"192.0.0.192",
		"192.0.2.1",
		"192.88.99.1",
		"198.51.100.7",
		"203.0.113.9",
		"224.0.0.1",
		"239.255.255.255",
		"240.0.0.1",
		"255.255.255.255",
		"100.100.100.200",
		"168.63.129.16",
		"::",
		"fe80::1",
		"fe80::1%eth0",
		"febf::1",
		"fec0::1",
		"ff02::1",
		"fd00:ec2::254",
		"fd00:ec2::23",
		"2001::1",
		"2001:db8::1",
		"2002:7f00:1::",
		"2002:808:808::1",
		"3fff::1",
		"100::1",
		"64:ff9b:1::1",
		"::7f00:1",
		"::ffff:169.254.169.254",
		"64:ff9b::169.254.169.254",
		"64:ff9b::a9fe:a9fe",
		"5f00::1",
		"4000::1",
		"",
		"localhost",
		"127.1",
		"0x7f.0.0.1",
		"2130706433",
		"[::1]",
		"1.2.3.4.5",
	],
};

describe("addressKind", () => {
	it.each(Object.entries(kinds).flatMap(([kind, addresses]) => addresses.map((address) => [address, kind])))(
		"%s is %s",
		(address, kind) => {
			expect(addressKind(address)).toBe(kind);
		},
	);

	it("sees through every form that carries an IPv4 address", () => {
		fc.assert(
			fc.property(fc.ipV4(), (address) => {
				const kind = addressKind(address);
				expect(addressKind(`::ffff:${address}`)).toBe(kind);
				expect(addressKind(`64:ff9b::${address}`)).toBe(kind);
			}),
			{ numRuns: runs(300, 20_000) },
		);
	});

	it("calls no IPv6 address public outside of global unicast and NAT64", () => {
		fc.assert(
			fc.property(fc.ipV6(), (address) => {
				if (addressKind(address) !== "public") return;
				expect(address).toMatch(/^([23]|(0*:)*0*64:f+9b|(0*:)*:+ffff:|::)/i);
			}),
			{ numRuns: runs(300, 20_000) },
		);
	});
});

describe("isAllowed", () => {
	it("opens one kind after the other and never the forbidden ones", () => {
		const reach = (["public-only", "loopback-and-public", "allow-private"] as const).map((guard) =>
			["1.1.1.1", "127.0.0.1", "10.0.0.1", "169.254.169.254"].map((address) => isAllowed(guard, address)),
		);
		expect(reach).toEqual([
			[true, false, false, false],
			[true, true, false, false],
			[true, true, true, false],
		]);
	});
});
