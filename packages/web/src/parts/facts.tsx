import type { ComponentChildren } from "preact";

export type Fact = readonly [name: string, value: ComponentChildren];

interface FactsProps {
	readonly facts: readonly Fact[];
	/** Of the style sheet, beside the usual look. */
	readonly look?: string;
}

/** Names with their values. */
export const Facts = ({ facts, look }: FactsProps) => (
	<dl class={look ? `facts ${look}` : "facts"}>
		{facts.map(([name, value]) => (
			<div key={name}>
				<dt>{name}</dt>
				<dd>{value}</dd>
			</div>
		))}
	</dl>
);
