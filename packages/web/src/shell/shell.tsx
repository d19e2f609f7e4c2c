import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { lost } from "../api/lost.ts";
import { Announcer } from "../parts/announcer.tsx";
import { Notice } from "../parts/notice.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { Toast } from "../parts/toast.tsx";
import { arrive } from "../place/arrival.ts";
import { view } from "../place/place.ts";
import { Nowhere } from "./nowhere.tsx";
import { Sidebar } from "./sidebar.tsx";
import { TopBar } from "./top-bar.tsx";
import { views } from "./views.ts";

export function Shell() {
	return (
		<>
			<button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
				Skip to content
			</button>
			<div class="shell">
				<TopBar />
				<Sidebar />
				<main id="main" tabIndex={-1}>
					{lost.value && (
						<div class="lost">
							<Notice tone="bad">
								<strong>{lost.value.message}</strong> {lost.value.hint} What you see may be old.
							</Notice>
						</div>
					)}
					<CurrentView key={view.value} />
					<Toast />
				</main>
			</div>
			<Announcer />
		</>
	);
}

function CurrentView() {
	const known = views.find(({ id }) => id === view.value);
	const loaded = known?.load();
	const [View, setView] = useState<ComponentType | null>(() => (typeof loaded === "function" ? loaded : null));
	const holder = useRef<HTMLDivElement>(null);

	useEffect(() => {
		if (loaded instanceof Promise) void loaded.then((component) => setView(() => component));
	}, []);
	useEffect(() => {
		document.title = `${known?.label ?? "Not found"} · Smart Router`;
		if (!View) return;
		if (arrive()) holder.current?.querySelector("h1")?.focus({ preventScroll: true });
	}, [View]);

	return (
		<div class="view" ref={holder}>
			{known ? View ? <View /> : <Skeleton rows={6} /> : <Nowhere />}
		</div>
	);
}
