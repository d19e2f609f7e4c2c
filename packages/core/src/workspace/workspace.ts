/** The one workspace there is for now; every item belongs to one from day one. */
export const defaultWorkspace = "default";
