import type { IconName } from "../parts/icon.tsx";
import { Icon } from "../parts/icon.tsx";
import { type Theme, theme, themes } from "./theme.ts";

const faces: Readonly<Record<Theme, { readonly icon: IconName; readonly label: string }>> = {
	system: { icon: "system", label: "As the system" },
	light: { icon: "sun", label: "Light" },
	dark: { icon: "moon", label: "Dark" },
};

export const ThemeSwitch = () => (
	<fieldset class="theme-switch">
		<legend class="unseen">Theme</legend>
		{themes.map((value) => (
			<label key={value} title={faces[value].label}>
				<input
					type="radio"
					name="theme"
					class="unseen"
					checked={theme.value === value}
					onChange={() => {
						theme.value = value;
					}}
				/>
				<Icon name={faces[value].icon} />
				<span class="unseen">{faces[value].label}</span>
			</label>
		))}
	</fieldset>
);
