/** How much of a model a request needs, the least first. */
export const tiers = ["SIMPLE", "MEDIUM", "COMPLEX", "REASONING"] as const;
export type ScoredTier = (typeof tiers)[number];
