import { openaiChatClient } from "@smart-router/llm/protocols/openai-chat/index.ts";

const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;

/** What the sandbox says to a chat-completions body: the last thing the user said, in quotes. */
export function reply(body: string) {
	const request = openaiChatClient.parseRequest(JSON.parse(body));
	const said = request.messages.map((message) => message.content.map((part) => (part.type === "text" ? part.text : "")).join(" "));
	const lastUser = request.messages.findLastIndex(({ role }) => role === "user");
	const heard = said[lastUser]?.trim().slice(0, 500) ?? "";
	const text = `Hi from the sandbox, a simulated provider. You said: "${heard}". Link a real account to get real answers.`;
	const prompt = said.reduce((sum, words) => sum + countWords(words), 0);
	const completion = countWords(text);
	return {
		text,
		stream: request.stream,
		includeUsage: request.streamUsage,
		usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
	};
}
