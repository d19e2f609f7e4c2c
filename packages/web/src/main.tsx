import { render } from "preact";
import { App } from "./app.tsx";
import { keepFocus } from "./parts/keep-focus.ts";
import { followAddress } from "./place/place.ts";
import { applyTheme } from "./theme/theme.ts";

const root = document.getElementById("page");
if (root) {
	applyTheme();
	followAddress();
	keepFocus(root);
	render(<App />, root);
}
