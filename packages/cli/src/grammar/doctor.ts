import type { Command } from "commander";
import { contextOf } from "../context.ts";
import { tell } from "./told.ts";

export function addDoctor(program: Command): void {
	const doctor = program
		.command("doctor")
		.description("check the CLI, the gateway, its key and its accounts; every fault comes with its fix")
		.action(async (_options: unknown, command: Command) => (await import("../commands/doctor.ts")).doctor(contextOf(command)));
	tell(doctor, { examples: ["doctor", "doctor --json"], json: "{ ok, checks: { id, title, status, detail, fix }[] }" });
}
