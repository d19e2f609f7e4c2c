import * as z from "zod";

/** A body of changes: what is left out stays, and something is there. */
export const changesOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
	z
		.strictObject(shape)
		.refine((input) => Object.keys(input).length > 0, "must name at least one field to change")
		.meta({ minProperties: 1 });
