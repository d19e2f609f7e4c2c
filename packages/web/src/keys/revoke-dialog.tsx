import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { DialogFoot } from "../parts/dialog-foot.tsx";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import { useRun } from "../parts/run.ts";
import { toast } from "../parts/toast.tsx";
import { session } from "../session/session.ts";
import { keys, revokeKey } from "./data.ts";

export function RevokeDialog({ keyId, onClose }: { readonly keyId: string; readonly onClose: () => void }) {
	const run = useRun();
	if (!keys.value) return null;
	const key = keys.value.find((one) => one.keyId === keyId);
	const name = key?.name ?? keyId;
	const onRevoke = async (): Promise<void> => {
		if (!(await run.start(() => revokeKey(keyId)))) return;
		onClose();
		toast(`The key ${name} was revoked.`);
	};
	return (
		<Dialog title={`Revoke ${name}?`} onClose={onClose}>
			<p>Whoever uses this key is refused within 10 seconds. It cannot be undone; the records of its requests stay.</p>
			{session.value?.keyId === keyId && (
				<Notice tone="warn">
					<strong>You are signed in with this key.</strong> Revoking it signs you out.
				</Notice>
			)}
			<FailureNotice failure={run.failure} />
			<DialogFoot>
				<Button onClick={onClose}>Cancel</Button>
				<Button look="danger" icon="trash" busy={run.busy} onClick={onRevoke}>
					{run.busy ? "Revoking…" : "Revoke key"}
				</Button>
			</DialogFoot>
		</Dialog>
	);
}
