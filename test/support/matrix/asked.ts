/** A request in words of no protocol: what a client wants, for each to write in its own. */
export interface Asked {
	readonly turns: readonly Turn[];
	/** Names of tools that take a city. */
	readonly tools?: readonly string[];
	/** The answer is to be JSON of `citySchema`. */
	readonly structured?: boolean;
	readonly reasoning?: boolean;
	readonly maxTokens?: number;
	/** More than one answer. */
	readonly answers?: number;
	readonly logprobs?: boolean;
	/** The answer is to be spoken. */
	readonly audio?: boolean;
}

export type Turn =
	| { readonly by: "system"; readonly text: string }
	| { readonly by: "user"; readonly text: string; readonly image?: "inline" | "url" }
	| { readonly by: "model"; readonly text: string }
	| { readonly by: "model calling"; readonly calls: readonly Call[] }
	| { readonly by: "tools"; readonly results: readonly Result[] };

export interface Call {
	readonly id: string;
	readonly name: string;
}

export interface Result extends Call {
	readonly text: string;
}

export const citySchema = {
	type: "object",
	properties: { city: { type: "string" } },
	required: ["city"],
	additionalProperties: false,
} as const;

/** What every call in a history was made with. */
export const oslo = { city: "Oslo" } as const;

export const imageUrl = "https://pictures.example/one.png";

export const onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
