/** Long pasted material, made instead of stored: the same for the same id, a little different in every line. */
export function pasted(kind: string, lines: number, seed: string): string {
	const make = kinds[kind];
	if (!make) throw new Error(`No generator for ${kind}`);
	const random = randomFrom(seed);
	const { before = "", line, after = "" } = make;
	return [before, ...Array.from({ length: lines }, (_, index) => line(index, random)), after].filter((text) => text !== "").join("\n");
}

type Pick = (below: number) => number;

/** mulberry32 over a hash of the text. */
function randomFrom(seed: string): Pick {
	let state = [...seed].reduce((hash, character) => Math.imul(hash ^ character.charCodeAt(0), 16_777_619), 2_166_136_261);
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}

interface Kind {
	readonly before?: string;
	readonly line: (index: number, pick: Pick) => string;
	readonly after?: string;
}

const one = (pick: Pick, ...of: readonly string[]): string => of[pick(of.length)] ?? "";

const kinds: Readonly<Record<string, Kind>> = {
	"access-log": {
		line: (_, pick) =>
			`10.0.${pick(256)}.${pick(256)} - - [12/Nov/2026:0${pick(10)}:${10 + pick(50)}:${10 + pick(50)} +0000] "${one(pick, "GET", "POST", "PUT")} /${one(pick, "cart", "login", "api/orders", "wp-admin", "search")}?id=${pick(9999)} HTTP/1.1" ${one(pick, "200", "304", "404", "500")} ${pick(90_000)} "-" "${one(pick, "Mozilla/5.0", "curl/8.5", "python-requests/2.31")}"`,
	},
	csv: {
		before: "id,city,date,amount,currency",
		line: (index, pick) =>
			`${index + 1},${one(pick, "Graz", "Lyon", "Porto", "Turku", "Brno")},2026-0${1 + pick(9)}-${10 + pick(18)},${pick(900)}.${10 + pick(89)},EUR`,
	},
	"stack-trace": {
		before: 'java.lang.NullPointerException: Cannot invoke "Customer.getName()" because "customer" is null',
		line: (_, pick) =>
			`\tat com.example.${one(pick, "billing", "web", "core")}.${one(pick, "Invoice", "Handler", "Filter", "Repository")}.${one(pick, "apply", "doFilter", "render", "load")}(${one(pick, "Invoice", "Handler", "Filter")}.java:${pick(800)})`,
	},
	"thread-dump": {
		line: (index, pick) =>
			index % 4 === 0
				? `"pool-1-thread-${index / 4}" #${index + 20} prio=5 tid=0x${pick(65_536).toString(16)} ${one(pick, "BLOCKED (on object monitor)", "WAITING (parking)")}`
				: `\t- ${one(pick, "locked", "waiting to lock")} <0x${pick(9).toString(16)}f3a> (a com.example.${one(pick, "Ledger", "Session", "Stock")})`,
	},
	prose: {
		line: (_, pick) =>
			`The ${one(pick, "river", "harbour", "old town", "mountain road")} was ${one(pick, "quiet", "crowded", "half forgotten", "bright")} that ${one(pick, "morning", "winter", "year")}, and ${one(pick, "the baker", "a stranger", "my uncle", "the doctor")} ${one(pick, "waited for the ferry", "spoke of the war", "counted the boats", "said nothing at all")}.`,
	},
	code: {
		before: 'package orders\n\nimport (\n\t"fmt"\n\t"sync"\n)\n\nvar cache = map[string]int{}\nvar mu sync.Mutex\n',
		line: (index, pick) =>
			index % 5 === 4
				? "}\n"
				: index % 5 === 0
					? `func ${one(pick, "load", "save", "merge", "apply")}${index}(id string, n int) int {`
					: `\t${one(pick, "mu.Lock()", "cache[id] = n + 1", "if n > 10 { return n }", 'fmt.Println("done", id)', "go save0(id, n)")}`,
	},
	config: {
		line: (index, pick) =>
			`${one(pick, "listen", "max_connections", "ssl", "auth_method", "replicas", "timeout", "log_level")}_${index} = ${one(pick, "on", "off", "0.0.0.0:5432", "trust", "100", "30s", "debug")}`,
	},
	json: {
		before: '{\n  "version": "3.2.1",\n  "items": [',
		line: (index, pick) =>
			`    {"id": ${index}, "name": "${one(pick, "bolt", "nut", "gear")}-${pick(999)}", "stock": ${pick(5000)}, "active": ${one(pick, "true", "false")}},`,
		after: '    {"id": -1}\n  ]\n}',
	},
	trace: {
		line: (index, pick) =>
			`t=${index} P${1 + pick(3)} ${one(pick, "invoke write", "respond write", "invoke read", "respond read")}(x${pick(2)}${one(pick, "", `=${pick(5)}`)}) clock=[${pick(40)},${pick(40)},${pick(40)}]`,
	},
};
