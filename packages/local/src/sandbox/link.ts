import type { RuntimeDeps } from "@smart-router/functions/runtime.ts";
