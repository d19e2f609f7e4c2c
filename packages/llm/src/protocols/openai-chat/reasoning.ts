import type { ReasoningEffort } from "../../chat/request.ts";

const efforts: readonly string[] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] satisfies ReasoningEffort[];

export const isEffort = (word: string): word is ReasoningEffort => efforts.includes(word);
