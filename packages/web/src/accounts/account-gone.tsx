import { Gone } from "../parts/gone.tsx";

export const AccountGone = ({ name, onClose }: { readonly name: string; readonly onClose: () => void }) => (
	<Gone title="Account not found" onClose={onClose}>
		There is no account <code>{name}</code>. It may have been deleted.
	</Gone>
);
