import { type Day, type Metric, roundTop, textOf } from "./days.ts";

const width = 720;
const height = 180;
const left = 56;
const bottom = 22;
const top = 8;

interface BarsProps {
	readonly days: readonly Day[];
	readonly metric: Metric;
	/** What it shows, for those who cannot see it; the table below has the figures. */
	readonly label: string;
}

/** A column a day. */
export function Bars({ days, metric, label }: BarsProps) {
	const highest = roundTop(Math.max(0, ...days.map(({ value }) => value)));
	const step = (width - left) / Math.max(1, days.length);
	const yOf = (value: number): number => top + (height - top - bottom) * (1 - value / highest);
	const named = [...new Set([0, Math.floor((days.length - 1) / 2), days.length - 1])];
	return (
		<svg class="bars" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
			{[0, 0.5, 1].map((share) => (
				<g key={share}>
					<line class="bars-line" x1={left} x2={width} y1={yOf(share * highest)} y2={yOf(share * highest)} />
					<text class="bars-text" x={left - 8} y={yOf(share * highest) + 4} text-anchor="end">
						{textOf(metric, share * highest)}
					</text>
				</g>
			))}
			{days.map(({ day, value }, at) => (
				<rect
					key={day}
					class="bar"
					x={left + at * step + step * 0.12}
					width={step * 0.76}
					y={yOf(value)}
					height={Math.max(0, height - bottom - yOf(value))}
					rx={Math.min(2, step * 0.2)}
				>
					<title>{`${day}: ${textOf(metric, value)}`}</title>
				</rect>
			))}
			{named.map((at) => (
				<text
					key={at}
					class="bars-text"
					x={left + (at + 0.5) * step}
					y={height - 6}
					text-anchor={at === 0 ? "start" : at === days.length - 1 ? "end" : "middle"}
				>
					{days[at]?.day}
				</text>
			))}
		</svg>
	);
}
