import { signal } from "@preact/signals";
import type { Failure } from "./failure.ts";

/** Why what is shown may be old: the last look at the gateway failed. Null while all is well. */
export const lost = signal<Failure | null>(null);
