import { NameLinked } from "./name-linked.tsx";
import { NameNew } from "./name-new.tsx";
import { progress } from "./steps.ts";

/** An API key is linked under the name given here; a login is linked already and gets a name for people. */
export const NameStep = () => (progress.value.account ? <NameLinked profileId={progress.value.account} /> : <NameNew />);
