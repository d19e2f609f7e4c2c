/** How many runs a property or load test makes: `quick` in `npm test`, `full` in `npm run test:long`. */
export const runs = (quick: number, full: number): number => (process.env["TEST_LONG"] === "1" ? full : quick);
