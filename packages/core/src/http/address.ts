import { BlockList, isIP } from "node:net";

/**
 * What an IP address is to a gateway that holds other people's keys: `forbidden` ones (metadata services, link-local, multicast, documentation,
 * tunnels that hide another address) are never called, whatever the settings.
 */
export type AddressKind = "public" | "loopback" | "private" | "forbidden";

type Range = readonly [network: string, prefix: number];

/** IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and updates), and the metadata addresses of the large clouds. */
const ranges: Readonly<Record<Exclude<AddressKind, "public">, { readonly ipv4: readonly Range[]; readonly ipv6: readonly Range[] }>> = {
	loopback: { ipv4: [["127.0.0.0", 8]], ipv6: [["::1", 128]] },
	private: {
		ipv4: [
			["10.0.0.0", 8],
			["172.16.0.0", 12],
			["192.168.0.0", 16],
			// Shared address space of carriers (RFC 6598) and benchmarks (RFC 2544), which local proxies use as well.
			["100.64.0.0", 10],
			["198.18.0.0", 15],
		],
		ipv6: [["fc00::", 7]],
	},
	forbidden: {
		ipv4: [
			["0.0.0.0", 8],
			["169.254.0.0", 16],
			["192.0.0.0", 24],
			["192.0.2.0", 24],
			["192.88.99.0", 24],
			["198.51.100.0", 24],
			["203.0.113.0", 24],
			["224.0.0.0", 4],
			["240.0.0.0", 4],
			// Metadata: Alibaba, Azure.
			["100.100.100.200", 32],
			["168.63.129.16", 32],
		],
		ipv6: [
			// Metadata of AWS, inside the private range.
			["fd00:ec2::", 32],
			// Protocol assignments with Teredo, documentation, 6to4.
			["2001::", 23],
			["2001:db8::", 32],
			["2002::", 16],
			["3fff::", 20],
		],
	},
};

const globalUnicast: Range = ["2000::", 3];
/** NAT64 (RFC 6052): the last 32 bits are the IPv4 address that is really called. */
const nat64 = { prefix: "64:ff9b::", bits: 96 };

function blockList(kind: Exclude<AddressKind, "public">): BlockList {
	const list = new BlockList();
	for (const [network, prefix] of ranges[kind].ipv4) {
		list.addSubnet(network, prefix, "ipv4");
		list.addSubnet(`${nat64.prefix}${network}`, nat64.bits + prefix, "ipv6");
	}
	for (const [network, prefix] of ranges[kind].ipv6) list.addSubnet(network, prefix, "ipv6");
	return list;
}

/** In order of precedence: a metadata address inside a private range is forbidden. */
const lists = (["forbidden", "loopback", "private"] as const).map((kind) => [kind, blockList(kind)] as const);

const routable = new BlockList();
routable.addSubnet(globalUnicast[0], globalUnicast[1], "ipv6");
routable.addSubnet(nat64.prefix, nat64.bits, "ipv6");
routable.addSubnet("0.0.0.0", 0, "ipv4");

/** The kind of an IP address in text form, IPv4-mapped and NAT64 forms included; what is no plain address is `forbidden`. */
export function addressKind(address: string): AddressKind {
	const version = isIP(address);
	if (version === 0 || address.includes("%")) return "forbidden";
	const family = version === 4 ? "ipv4" : "ipv6";
	for (const [kind, list] of lists) if (list.check(address, family)) return kind;
	return routable.check(address, family) ? "public" : "forbidden";
}

/** Which addresses may be called: on a deployed stage public ones, on a laptop its own as well, on a test stage private networks too. */
export type AddressGuard = "public-only" | "loopback-and-public" | "allow-private";

const allowed: Readonly<Record<AddressGuard, readonly AddressKind[]>> = {
	"public-only": ["public"],
	"loopback-and-public": ["public", "loopback"],
	"allow-private": ["public", "loopback", "private"],
};

export const isAllowed = (guard: AddressGuard, address: string): boolean => allowed[guard].includes(addressKind(address));
