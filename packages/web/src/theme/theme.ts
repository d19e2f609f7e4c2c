import { effect, signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";
export const themes: readonly Theme[] = ["system", "light", "dark"];

const stored = "smart-router-theme";

const read = (): Theme => themes.find((theme) => theme === localStorage.getItem(stored)) ?? "system";

export const theme = signal<Theme>(read());

/** Puts the theme on the document and keeps it for the next visit. */
export const applyTheme = (): (() => void) =>
	effect(() => {
		document.documentElement.dataset["theme"] = theme.value;
		if (theme.value === "system") localStorage.removeItem(stored);
		else localStorage.setItem(stored, theme.value);
	});
