/** The mark of Smart Router: one way in, several out. */
export const Mark = () => (
	<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
		<rect width="32" height="32" rx="8" />
		<path d="M7 16h5c4 0 4-7 8-7h5M12 16c4 0 4 7 8 7h5M12 16h13" />
	</svg>
);
