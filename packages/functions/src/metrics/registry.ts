import { answerSeconds, type CounterName, counters } from "@smart-router/core/metrics.ts";
import { exposition, type Family, type Sample } from "./exposition.ts";
import type { Meter } from "./meter.ts";

/** So many combinations of labels a counter keeps; the names in them come from operators, but a bound is a bound. */
const maxSeries = 1_000;

interface Series {
	readonly labels: Readonly<Record<string, string>>;
	value: number;
}

interface Durations {
	/** One count a bucket, not cumulated; the last is for what is longer than all. */
	readonly counts: number[];
	sum: number;
}

/** Counts in memory since the process began, for Prometheus to read. */
export function createRegistry(): Meter & { readonly text: () => string } {
	const series = new Map<CounterName, Map<string, Series>>();
	const durations = new Map<string, Durations>();

	return {
		count(name, labels) {
			const known = series.get(name) ?? new Map<string, Series>();
			series.set(name, known);
			const id = JSON.stringify(Object.values(labels));
			const found = known.get(id);
			if (found) found.value += 1;
			else if (known.size < maxSeries) known.set(id, { labels, value: 1 });
		},

		answered(ofFunction, seconds) {
			const known = durations.get(ofFunction) ?? { counts: [...answerSeconds.buckets, 0].fill(0), sum: 0 };
			durations.set(ofFunction, known);
			const at = answerSeconds.buckets.findIndex((bound) => seconds <= bound);
			const bucket = at < 0 ? answerSeconds.buckets.length : at;
			known.counts[bucket] = (known.counts[bucket] ?? 0) + 1;
			known.sum += seconds;
		},

		flush() {},

		text() {
			const counted = Object.entries(counters).map(
				([name, { help }]): Family => ({
					name: `smart_router_${name}_total`,
					help,
					type: "counter",
					samples: [...(series.get(name as CounterName)?.values() ?? [])],
				}),
			);
			const samples = [...durations].flatMap(([ofFunction, known]) => histogram({ [answerSeconds.label]: ofFunction }, known));
			return exposition([...counted, { name: answerSeconds.name, help: answerSeconds.help, type: "histogram", samples }]);
		},
	};
}

/** Buckets are cumulative: each counts all that took no longer than its bound. */
function histogram(labels: Readonly<Record<string, string>>, { counts, sum }: Durations): Sample[] {
	let total = 0;
	const buckets = [...answerSeconds.buckets, "+Inf"].map((bound, index): Sample => {
		total += counts[index] ?? 0;
		return { suffix: "_bucket", labels: { ...labels, le: String(bound) }, value: total };
	});
	return [...buckets, { suffix: "_sum", labels, value: sum }, { suffix: "_count", labels, value: total }];
}
