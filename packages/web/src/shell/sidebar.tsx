import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { Mark } from "../parts/mark.tsx";
import { hashOf, place, view } from "../place/place.ts";
import { has, session } from "../session/session.ts";
import { SignOut } from "../session/sign-out.tsx";
import { ThemeSwitch } from "../theme/theme-switch.tsx";
import { views } from "./views.tsx";

/** On a narrow screen a popover that the top bar opens; else always there. */
export function Sidebar() {
	const panel = useRef<HTMLDivElement>(null);
	useEffect(() => panel.current?.hidePopover(), [place.value]);
	return (
		<div id="sidebar" class="sidebar" popover="auto" ref={panel}>
			<nav aria-label="Main">
				<a class="brand" href="#/accounts">
					<Mark />
					<span>Smart Router</span>
					<span class="stage">{session.value?.stage}</span>
				</a>
				<ul>
					{views
						.filter(({ scope }) => has(scope))
						.map(({ id, label, icon }) => (
							<li key={id}>
								<a href={hashOf([id])} aria-current={view.value === id ? "page" : undefined}>
									<Icon name={icon} />
									{label}
								</a>
							</li>
						))}
				</ul>
			</nav>
			<footer class="sidebar-foot">
				<ThemeSwitch />
				<SignOut />
			</footer>
		</div>
	);
}
