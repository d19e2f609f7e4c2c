import { useEffect } from "preact/hooks";
import { lost } from "../api/lost.ts";
import { Announcer } from "../parts/announcer.tsx";
import { Notice } from "../parts/notice.tsx";
import { Toast } from "../parts/toast.tsx";
import { view } from "../place/place.ts";
import { Nowhere } from "./nowhere.tsx";
import { Sidebar } from "./sidebar.tsx";
import { TopBar } from "./top-bar.tsx";
import { views } from "./views.tsx";

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
	useEffect(() => {
		document.title = `${known?.label ?? "Not found"} · Smart Router`;
	}, []);
	const Shown = known?.Shown ?? Nowhere;
	return (
		<div class="view">
			<Shown />
		</div>
	);
}
