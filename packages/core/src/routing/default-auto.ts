/**
 * Where `auto` goes while no admin has settled an order and nothing is scored: a capable model of the middle price of each vendor, cheapest first.
 * Dated with the catalog (2026-11-22).
 */
export const defaultAuto = ["gemini/gemini-3.8-flash", "openai/gpt-6.1-terra", "anthropic/claude-sonnet-5-5"] as const;
