import type { LoginDeps } from "@smart-router/core/login/deps.ts";
import type { Deps } from "../deps.ts";

/** What logins are built on, out of what the handlers are built on. */
export const loginDepsOf = (deps: Deps): LoginDeps => ({ ...deps, linkedChanged: (workspace) => deps.linked.forget(workspace) });
