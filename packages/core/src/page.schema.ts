import * as z from "zod";

export const maxPageSize = 200;

/** Query of a list: `limit` items after `cursor`. */
export const pageQuery = z.strictObject({
	limit: z.coerce.number().int().min(1).max(maxPageSize).default(100),
	cursor: z.string().min(1).max(1000).meta({ format: "cursor" }).optional().describe("The `nextCursor` of the page before"),
});
export type PageQuery = z.infer<typeof pageQuery>;

/** Answer of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });

export interface Page<Item> {
	readonly data: Item[];
	/** Null at the end. */
	readonly nextCursor: string | null;
}
