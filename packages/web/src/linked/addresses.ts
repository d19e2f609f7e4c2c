import { hashOf } from "../place/place.ts";

// Every dialog of the view has an address: it can be shared, reloaded, and left with the browser's Back.

export const home = hashOf(["accounts"]);
export const addAddress = (provider?: string): string => hashOf(["accounts", "add"], { provider });
export const renewAddress = (profileId: string): string => hashOf(["accounts", "renew", profileId]);
export const editAddress = (profileId: string): string => hashOf(["accounts", "edit", profileId]);
export const cooldownAddress = (profileId: string): string => hashOf(["accounts", "cooldown", profileId]);
export const deleteAddress = (profileId: string): string => hashOf(["accounts", "delete", profileId]);
export const rotationAddress = (provider: string): string => hashOf(["accounts", "rotation", provider]);
