import { Empty } from "../parts/empty.tsx";
import { Head } from "../parts/head.tsx";

export const Nowhere = () => (
	<>
		<Head title="Not found" />
		<Empty icon="search" title="There is nothing at this address">
			<p>
				It may be mistyped. <a href="#/accounts">Go to Accounts</a>
			</p>
		</Empty>
	</>
);
