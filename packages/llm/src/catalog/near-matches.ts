const longest = 100;
const most = 3;

/** At most three candidates that `id` may be a slip of: a part of them, or a few letters away. Nearest first. */
export function nearMatches(id: string, candidates: Iterable<string>): readonly string[] {
	const wanted = id.slice(0, longest).toLowerCase();
	if (wanted === "") return [];
	const reach = Math.max(2, Math.floor(wanted.length / 3));
	return [...new Set(candidates)]
		.map((candidate) => ({ candidate, distance: distanceTo(wanted, candidate.slice(0, longest).toLowerCase()) }))
		.filter(({ distance }) => distance <= reach)
		.sort((a, b) => a.distance - b.distance)
		.slice(0, most)
		.map(({ candidate }) => candidate);
}

/** Half a step more than nothing for a part, so that exact spelling wins; else Levenshtein's distance. */
const distanceTo = (wanted: string, candidate: string): number =>
	wanted.length >= 4 && candidate !== wanted && candidate.includes(wanted) ? 0.5 : editDistance(wanted, candidate);

function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (const [i, left] of [...a].entries()) {
		const next = [i + 1];
		for (const [j, right] of [...b].entries()) {
			const [above = 0, diagonal = 0, before = 0] = [row[j + 1], row[j], next[j]];
			next.push(Math.min(above + 1, before + 1, diagonal + (left === right ? 0 : 1)));
		}
		row = next;
	}
	return row.at(-1) ?? 0;
}
