import { InvalidArgumentError } from "commander";

/** Readers of option values; commander puts their words after the option's name. */

export function wholeNumber(text: string): number {
	if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It must be a whole number, one or more.");
	return Number(text);
}

export function zeroOrMore(text: string): number {
	if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError("It must be a whole number, zero or more.");
	return Number(text);
}

/** `a,b,c`. */
export function list(text: string): readonly string[] {
	const entries = text.split(",").map((entry) => entry.trim());
	if (entries.includes("")) throw new InvalidArgumentError("It must be names with commas between them.");
	return entries;
}

// A word stays a word where it means that there is no limit: commander would make an empty text of null.

export const listOrAll = (text: string): readonly string[] | "all" => (text === "all" ? text : list(text));
export const listOrDefault = (text: string): readonly string[] | "default" => (text === "default" ? text : list(text));
export const wholeNumberOrNone = (text: string): number | "none" => (text === "none" ? text : wholeNumber(text));

const amount = /^(?:\$?(\d+(?:\.\d+)?)(?:usd)?|([1-9]\d*)tokens)\/(day|month)$/i;

/** `20usd/month`, `$0.5/day`, `1000000tokens/day`. */
export function budget(text: string): { usd?: number; tokens?: number; period: "day" | "month" } {
	const [, usd, tokens, period] = amount.exec(text) ?? [];
	if (period === undefined) throw new InvalidArgumentError("It must be such as 20usd/month or 1000000tokens/day.");
	return {
		...(usd === undefined ? { tokens: Number(tokens) } : { usd: Number(usd) }),
		period: period.toLowerCase() === "day" ? "day" : "month",
	};
}

export const budgetOrNone = (text: string): ReturnType<typeof budget> | "none" => (text === "none" ? text : budget(text));

const days = /^([1-9]\d{0,3})d$/;

/** A date, a time, or days from now as `30d`; ISO 8601. */
export function expiry(text: string, now: number = Date.now()): string {
	const [, count] = days.exec(text) ?? [];
	const time = count === undefined ? Date.parse(text) : now + Number(count) * 86_400_000;
	if (Number.isNaN(time)) throw new InvalidArgumentError("It must be days such as 30d, or a date such as 2030-01-31.");
	return new Date(time).toISOString();
}

export function onOff(text: string): boolean {
	if (text !== "on" && text !== "off") throw new InvalidArgumentError("It must be on or off.");
	return text === "on";
}
