import { parseArgs } from "node:util";
import { startFakeUpstream } from "./fake-upstream.ts";

/** `node test/support/fake-upstream/main.ts --port 4000 [--pieces 64] [--delay 0] [--frame-delay 0] [--keys a,b] [--models m,n] [--lenient]`: for benches and deploy tests. */
const { values } = parseArgs({
	options: {
		port: { type: "string", default: "0" },
		pieces: { type: "string" },
		delay: { type: "string" },
		"frame-delay": { type: "string" },
		keys: { type: "string" },
		models: { type: "string" },
		lenient: { type: "boolean", default: false },
	},
});

const upstream = await startFakeUpstream({
	port: Number(values.port),
	record: false,
	rules: !values.lenient,
	...(values.pieces ? { pieces: Number(values.pieces) } : {}),
	...(values.keys ? { keys: values.keys.split(",") } : {}),
	...(values.models ? { models: values.models.split(",") } : {}),
	behaviour: {
		...(values.delay ? { delayMs: Number(values.delay) } : {}),
		...(values["frame-delay"] ? { frameDelayMs: Number(values["frame-delay"]) } : {}),
	},
});
console.log(upstream.origin);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => upstream.close().then(() => process.exit(0)));
