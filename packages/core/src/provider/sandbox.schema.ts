/** Id of the local server's simulated provider: `auto` goes there only while nothing else is linked, and nobody links accounts of it. */
export const sandboxProvider = "sandbox";
