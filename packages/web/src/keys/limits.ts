import type { ApiKeyView } from "@smart-router/core/api-key/api-key.schema.ts";
import { limitsInWords } from "@smart-router/core/api-key/limits-in-words.schema.ts";
import { countText, usdText } from "../parts/numbers.ts";

/** What a key is limited to, its end with it. */
export const limitsOf = (key: ApiKeyView): readonly string[] => [
	...limitsInWords(key, { count: countText, usd: usdText }),
	...(key.expiresAt ? [`until ${key.expiresAt.slice(0, 10)}`] : []),
];
