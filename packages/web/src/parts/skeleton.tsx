/** The shape of what is about to come, as high as it will be. */
export const Skeleton = ({ rows, tall = false }: { readonly rows: number; readonly tall?: boolean }) => (
	<div class={tall ? "skeleton tall" : "skeleton"} aria-busy="true">
		<span class="unseen">Loading</span>
		{Array.from({ length: rows }, (_, index) => (
			<div key={index} class="skeleton-row" />
		))}
	</div>
);
