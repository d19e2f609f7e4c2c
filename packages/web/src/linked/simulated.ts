/** The provider inside the process that only shows how rotation works; it has its accounts and takes no others. */
export const simulated = "sandbox";
