import type { ComponentType } from "preact";
import { home } from "../linked/addresses.ts";
import { Dialog } from "../parts/dialog.tsx";
import { lazy } from "../parts/lazy.tsx";
import { go, place } from "../place/place.ts";

export interface AddressedDialogProps {
	/** What the address names: a profile id or a provider. */
	readonly name: string;
	readonly onClose: () => void;
}

type AddressedDialog = ComponentType<AddressedDialogProps>;

const later = (load: () => Promise<AddressedDialog>): AddressedDialog =>
	lazy(load, {
		frame: (words, { onClose }) => (
			<Dialog title="Not loaded" onClose={onClose}>
				{words}
			</Dialog>
		),
	});

/** Dialogs of the view by the second part of its address; each comes when it is opened first. */
const dialogs: ReadonlyMap<string, AddressedDialog> = new Map([
	["add", later(async () => (await import("../wizard/wizard.tsx")).Wizard)],
	["renew", later(async () => (await import("./renew-dialog.tsx")).RenewDialog)],
	["edit", later(async () => (await import("./edit-dialog.tsx")).EditDialog)],
	["cooldown", later(async () => (await import("./cooldown-dialog.tsx")).CooldownDialog)],
	["delete", later(async () => (await import("./delete-dialog.tsx")).DeleteDialog)],
	["rotation", later(async () => (await import("./rotation-dialog.tsx")).RotationDialog)],
]);

export function AccountDialogs() {
	const [kind = "", name = ""] = place.value.rest;
	const Shown = dialogs.get(kind);
	return Shown ? <Shown key={`${kind} ${name}`} name={name} onClose={() => go(home)} /> : null;
}
