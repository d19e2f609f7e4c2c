import * as z from "zod";

/** What is wrong with an address whatever the stage, in words that follow its field's name; undefined when nothing is. */
export function urlFault(text: string): string | undefined {
	const url = URL.parse(text);
	if (url === null) return "is not an absolute URL, such as https://api.example.com/v1";
	if (url.username !== "" || url.password !== "") return "must not hold a user name or a password";
	if (/[?#]/.test(text)) return "must not hold a query or a fragment";
	return undefined;
}

/**
 * An address as an admin writes it. What may be a secret in it is refused here, before an audit record keeps the body; what a stage allows is for
 * `checkBaseUrl` to say.
 */
export const urlText = z
	.string()
	.trim()
	.min(1)
	.max(2000)
	.superRefine((text, context) => {
		const fault = urlFault(text);
		if (fault !== undefined) context.addIssue(fault);
	});
