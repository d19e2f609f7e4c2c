import { expect, it } from "vitest";
import { reuse } from "./reuse.ts";

const idOf = ({ id }: { id: string }) => id;
const a = { id: "a", uses: 1 };
const b = { id: "b", uses: 1 };

it("keeps what did not change", () => {
	const before = [a, b];

	expect(reuse(before, [{ ...a }, { ...b }], idOf)).toBe(before);
});

it("takes what is new, changed or gone", () => {
	const after = reuse([a, b], [{ ...b }, { id: "c", uses: 0 }], idOf);

	expect(after).toEqual([b, { id: "c", uses: 0 }]);
	expect(after[0]).toBe(b);
	expect(reuse([a], [{ ...a, uses: 2 }], idOf)).toEqual([{ id: "a", uses: 2 }]);
	expect(reuse(undefined, [a], idOf)).toEqual([a]);
});
