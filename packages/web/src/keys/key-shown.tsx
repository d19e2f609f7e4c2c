import type { CreatedKey } from "@smart-router/core/api-key/api-key.schema.ts";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { DialogFoot } from "../parts/dialog-foot.tsx";
import { Notice } from "../parts/notice.tsx";

/** The only time a key is seen. */
export const KeyShown = ({ created, onClose }: { readonly created: CreatedKey; readonly onClose: () => void }) => (
	<div class="key-shown">
		<Notice tone="warn" urgent>
			<strong>Copy it now: it is shown this once.</strong> Only its hash is stored.
		</Notice>
		<code>{created.key}</code>
		<DialogFoot before={<CopyButton text={created.key} label="Copy key" small={false} />}>
			<Button look="primary" onClick={onClose}>
				I have kept it
			</Button>
		</DialogFoot>
	</div>
);
