import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["packages/*/src/**/*.test.ts", "infra/**/*.test.ts", "test/**/*.test.ts"],
		exclude: ["**/node_modules/**", "test/deploy/**"],
		globalSetup: ["test/support/build-page.ts"],
		setupFiles: ["test/support/no-network.ts"],
		env: { LOG_LEVEL: "SILENT" },
		reporters: process.env["CI"] ? ["default", ["json", { outputFile: ".cache/vitest.json" }]] : ["default"],
		// What a browser or a process is waited for comes late on a busy machine.
		expect: { poll: { timeout: 15_000 } },
		// Most tests wait for processes of their own, so two at a time pay even on two cores.
		maxWorkers: 2,
		testTimeout: 30_000,
		hookTimeout: 60_000,
	},
});
