import { useSignal } from "@preact/signals";
import type { Failure } from "../api/failure.ts";
import { type Run, useRun } from "./run.ts";

/** The text fields of a form, and what became of sending it. */
export interface Form<Name extends string> {
	/** What is typed in them now. */
	readonly texts: Readonly<Record<Name, string>>;
	readonly run: Run;
	/** Why sending it failed, unless that stands at one of its fields. */
	readonly rest: Failure | null;
	/** Makes a text field one of this form: `<TextField label="Tags" {...form.field("tags")} />`. */
	field(name: Name): {
		readonly value: string;
		readonly onInput: (value: string) => void;
		readonly error: string | null;
	};
}

/** `params` are the API's names of fields that have another one there. */
export function useForm<Name extends string>(
	initial: Readonly<Record<Name, string>>,
	params?: Readonly<Partial<Record<Name, string>>>,
): Form<Name> {
	const texts = useSignal(initial);
	const run = useRun();
	const paramOf = (name: Name): string => params?.[name] ?? name;
	return {
		texts: texts.value,
		run,
		rest: run.rest((Object.keys(initial) as Name[]).map(paramOf)),
		field: (name) => ({
			value: texts.value[name],
			onInput: (value) => {
				texts.value = { ...texts.value, [name]: value };
			},
			error: run.wrong(paramOf(name)),
		}),
	};
}
