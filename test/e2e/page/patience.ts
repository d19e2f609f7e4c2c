import { vi } from "vitest";

/** Windows are slow on a busy machine: what is waited for comes, or the test fails. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });
