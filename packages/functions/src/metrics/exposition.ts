/** One value of a family. */
export interface Sample {
	/** Follows the family's name: `_bucket`, `_sum`, `_count` of a histogram. */
	readonly suffix?: string;
	readonly labels?: Readonly<Record<string, string>>;
	readonly value: number;
}

export interface Family {
	readonly name: string;
	readonly help: string;
	readonly type: "counter" | "gauge" | "histogram";
	readonly samples: readonly Sample[];
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const expositionType = "text/plain; version=0.0.4; charset=utf-8";

/** Families in Prometheus' text format; one without samples is left out. */
export const exposition = (families: readonly Family[]): string =>
	families
		.filter(({ samples }) => samples.length > 0)
		.map(({ name, help, type, samples }) => {
			const lines = samples.map(({ suffix = "", labels = {}, value }) => `${name}${suffix}${labelText(labels)} ${value}\n`);
			return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n${lines.join("")}`;
		})
		.join("");

function labelText(labels: Readonly<Record<string, string>>): string {
	const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`);
	return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
