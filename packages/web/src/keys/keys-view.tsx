import { useEffect } from "preact/hooks";
import { poll } from "../api/poll.ts";
import { Empty } from "../parts/empty.tsx";
import { Head } from "../parts/head.tsx";
import { LinkButton } from "../parts/link-button.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { go, hashOf, place } from "../place/place.ts";
import { CreateKeyDialog } from "./create-key-dialog.tsx";
import { keys, readKeys } from "./data.ts";
import { EditKeyDialog } from "./edit-key-dialog.tsx";
import { KeyTable } from "./key-table.tsx";
import { RevokeDialog } from "./revoke-dialog.tsx";

export function KeysView() {
	useEffect(() => poll(readKeys), []);
	const [what, keyId = ""] = place.value.rest;
	const close = (): void => go(hashOf(["keys"]));
	return (
		<>
			<Head
				title="Keys"
				about="What clients and people call this gateway with. A key is shown once, stored as a hash, and can be limited and revoked."
			>
				<LinkButton look="primary" icon="plus" href={hashOf(["keys", "new"])}>
					Create key
				</LinkButton>
			</Head>
			{keys.value === undefined ? (
				<Skeleton rows={5} />
			) : keys.value.length === 0 ? (
				<Empty icon="keys" title="No keys yet">
					<p>Create one for each client, so that each can be limited and revoked alone.</p>
				</Empty>
			) : (
				<KeyTable keys={keys.value} />
			)}
			{what === "new" && <CreateKeyDialog onClose={close} />}
			{what === "edit" && <EditKeyDialog key={keyId} keyId={keyId} onClose={close} />}
			{what === "revoke" && <RevokeDialog key={keyId} keyId={keyId} onClose={close} />}
		</>
	);
}
