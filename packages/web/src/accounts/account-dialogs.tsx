import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { home } from "../linked/addresses.ts";
import { go, place } from "../place/place.ts";

export interface AddressedDialogProps {
	/** What the address names: a profile id or a provider. */
	readonly name: string;
	readonly onClose: () => void;
}

type AddressedDialog = ComponentType<AddressedDialogProps>;

/** Dialogs of the view by the second part of its address; each comes when it is opened first. */
const dialogs: Readonly<Record<string, () => Promise<AddressedDialog>>> = {
	add: async () => (await import("../wizard/wizard.tsx")).Wizard,
	renew: async () => (await import("./renew-dialog.tsx")).RenewDialog,
	edit: async () => (await import("./edit-dialog.tsx")).EditDialog,
	delete: async () => (await import("./delete-dialog.tsx")).DeleteDialog,
	rotation: async () => (await import("./rotation-dialog.tsx")).RotationDialog,
};

export function AccountDialogs() {
	const [kind = "", name = ""] = place.value.rest;
	const load = dialogs[kind];
	return load ? <Loaded key={`${kind} ${name}`} load={load} name={name} /> : null;
}

function Loaded({ load, name }: { readonly load: () => Promise<AddressedDialog>; readonly name: string }) {
	const [Dialog, setDialog] = useState<AddressedDialog | null>(null);
	useEffect(() => void load().then((loaded) => setDialog(() => loaded)), []);
	return Dialog && <Dialog name={name} onClose={() => go(home)} />;
}
