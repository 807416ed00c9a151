// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What the upstream model says, and how an OpenAI-compatible server puts it. */
final class Texts {

    /** What only an uncorrected answer says. */
    static final String MARKER = "damn";

    /** What only messages of foreign exceptions say. */
    static final String FOREIGN = "FOREIGN";

    static final String RUDE = "Your damn plan is late.";
    static final String CIVIL = "Your plan is late.";

    private static final JsonMapper MAPPER = new JsonMapper();

    private Texts() {}

    /** Returns what a drill's own Aligner makes of an answer. */
    static String civil(String answer) {
        return answer.replace(MARKER + " ", "");
    }

    /** Returns a whole response; {@code message} holds the fields of the assistant's message. */
    static String whole(String message, String finishReason) {
        return """
                {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "rude-1",
                 "choices": [{"index": 0, "logprobs": null, "finish_reason": %s,
                   "message": {"role": "assistant", "refusal": null, %s}}],
                 "usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}}""".formatted(quoted(finishReason), message);
    }

    /** Returns one event of a stream; {@code delta} holds the fields of what is new. */
    static String event(String delta, String finishReason) {
        return "data: {\"id\": \"chatcmpl-1\", \"object\": \"chat.completion.chunk\", \"created\": 1, \"model\": \"rude-1\", "
                + "\"choices\": [{\"index\": 0, \"delta\": {" + delta + "}, \"finish_reason\": "
                + (finishReason.isEmpty() ? "null" : quoted(finishReason)) + "}]}\n\n";
    }

    /** Returns a whole stream of pieces of text. */
    static String stream(List<String> pieces, String finishReason) {
        StringBuilder events = new StringBuilder();
        pieces.forEach(piece -> events.append(event(content(piece), "")));
        return events.append(event("", finishReason)).append(done()).toString();
    }

    static String done() {
        return "data: [DONE]\n\n";
    }

    static String content(String text) {
        return "\"content\": " + quoted(text);
    }

    static String thinking(String text) {
        return "\"reasoning_content\": " + quoted(text);
    }

    static String toolCall() {
        return "\"tool_calls\": [{\"index\": 0, \"id\": \"call-1\", \"type\": \"function\", "
                + "\"function\": {\"name\": \"clock\", \"arguments\": \"{}\"}}]";
    }

    /** Returns {@code text} cut behind each space. */
    static List<String> words(String text) {
        return Arrays.asList(text.split("(?<= )", -1));
    }

    static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }
}
