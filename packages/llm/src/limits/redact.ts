/** What must never reach a store, a log or another person, by its shape. Every pattern is bounded, so that hostile text costs no time. */
const secrets: readonly RegExp[] = [
	// Keys of vendors by their prefix: OpenAI and Anthropic (often half masked by the vendor), Google, Groq, xAI, Perplexity, Hugging Face, GitHub, AWS, ours.
	/\b(?:sk|rk|pk|gsk|xai|pplx|hf|gh[pousr]|sr|sess)[-_][\w*.-]{3,400}/g,
	/\b(?:AIza|AQ\.|ya29\.|1\/\/|AKIA|ASIA)[\w*./-]{6,400}/g,
	/\beyJ[\w.-]{8,4000}/g,
	/\b(?:Bearer|Basic)\s{1,4}[\w.~+/=*-]{4,2000}/gi,
	/\b(?:api[-_ ]?key|access[-_ ]?token|refresh[-_ ]?token|client[-_ ]?secret|token|secret|password|key)["']?\s{0,4}[=:]\s{0,4}["']?[\w.~+/=*-]{6,400}/gi,
];
/** A long run with letters and digits is a key or an id, and nobody needs to read either. */
const opaque = /[\w+/=-]{32,}/g;
const email = /[\w.%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/gi;
/** Control characters, and those that turn the direction of text around them. */
const invisible = /[\p{Cc}\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]+/gu;

const maxInput = 4000;
const maxOutput = 300;

/** A provider's words as they may be kept and shown: secrets and e-mail addresses masked, one line, at most 300 characters. */
export function redact(text: string): string {
	let clean = text.slice(0, maxInput).replace(invisible, " ");
	for (const secret of secrets) clean = clean.replace(secret, "[secret]");
	clean = clean
		.replace(email, "[email]")
		.replace(opaque, (run) => (/\d/.test(run) && /[A-Za-z]/.test(run) ? "[secret]" : run))
		.replace(/\s{2,}/g, " ")
		.trim();
	return (clean.length > maxOutput ? `${clean.slice(0, maxOutput - 1)}…` : clean).toWellFormed();
}
