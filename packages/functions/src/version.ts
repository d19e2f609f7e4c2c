import manifest from "../package.json" with { type: "json" };

/** Of the gateway, as `/health` tells it. */
export const { version } = manifest;
