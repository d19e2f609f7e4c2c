/** Where the gateway lies: a deployed stage may be under `/<stage>`, so addresses start from where this script came from, `…/assets/<name>.js`. */
export const base = new URL("..", import.meta.url);

/** An address of the gateway; `path` without a leading slash. */
export const address = (path: string): string => new URL(path, base).href;
