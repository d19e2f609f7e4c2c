import { anthropicClient } from "./anthropic-client.ts";
import { chatClient } from "./chat-client.ts";
import type { MatrixClient } from "./client.ts";
import { geminiClient } from "./gemini-client.ts";
import { responsesClient } from "./responses-client.ts";

/** The four protocols as clients speak them. */
export const clients: readonly MatrixClient[] = [chatClient, responsesClient, anthropicClient, geminiClient];
