import { arrayOf, objectOf, stringOf } from "../chat/json.ts";
import type { Json, JsonObject } from "../chat/request.ts";

/**
 * An account's own project at Code Assist (facts `google.md` section 4, `antigravity.md`). Vendors' programs name themselves in `metadata`; this one is
 * none of them and says so.
 */
export const loadBody: JsonObject = { metadata: { ideType: "IDE_UNSPECIFIED", platform: "PLATFORM_UNSPECIFIED", pluginType: "GEMINI" } };

export const onboardBody = (tierId: string): JsonObject => ({
	tierId,
	metadata: { ideType: "IDE_UNSPECIFIED", platform: "PLATFORM_UNSPECIFIED", pluginType: "GEMINI" },
});

export type Loaded =
	| { readonly kind: "project"; readonly project: string }
	/** The account has none yet: `onboardUser` with this tier makes one. */
	| { readonly kind: "onboard"; readonly tierId: string }
	| { readonly kind: "ineligible"; readonly text: string };

const usualTier = "free-tier";

/** What `loadCodeAssist` says. */
export function readLoaded(body: Json | undefined): Loaded {
	const told = objectOf(body) ?? {};
	const project = projectIn(told.cloudaicompanionProject);
	if (project !== undefined) return { kind: "project", project };
	const tiers = arrayOf(told.allowedTiers).map((tier) => objectOf(tier) ?? {});
	const tier = tiers.find(({ isDefault }) => isDefault === true) ?? tiers[0];
	const [reason] = arrayOf(told.ineligibleTiers).map((each) => objectOf(each) ?? {});
	if (!tier && reason) return { kind: "ineligible", text: stringOf(reason.reasonMessage) ?? stringOf(reason.reasonCode) ?? "not eligible" };
	return { kind: "onboard", tierId: stringOf(tier?.id) ?? usualTier };
}

/** The project that `onboardUser` has made; undefined while it is at it. */
export function readOnboarded(body: Json | undefined): string | undefined {
	const told = objectOf(body);
	return told?.done === true ? projectIn(objectOf(told.response)?.cloudaicompanionProject) : undefined;
}

/** A text, or an object with an id. */
const projectIn = (value: Json | undefined): string | undefined => (stringOf(value) ?? stringOf(objectOf(value)?.id)) || undefined;
