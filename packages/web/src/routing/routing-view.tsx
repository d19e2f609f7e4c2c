import { Head } from "../parts/head.tsx";
import { isAdmin } from "../session/session.ts";
import { RulesForm } from "./rules-form.tsx";
import { TryPrompt } from "./try-prompt.tsx";

export const RoutingView = () => (
	<>
		<Head
			title="Routing"
			about={
				<>
					Where <code>auto</code> sends a request: what it asks of a model decides the tier, the tier decides the candidates.
				</>
			}
		/>
		<TryPrompt />
		{isAdmin.value && <RulesForm />}
	</>
);
