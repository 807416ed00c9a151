// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * The chunks of a stream that is made to let text slip out, by a seed: cut anywhere, also inside characters and tags, with empty and
 * missing texts, thoughts, tool calls, metadata that repeats the text, and a last chunk of any kind.
 */
final class AdversarialScript {

    private static final List<String> ENDS = List.of(
            ". ", "! ", "? ", ".\n\n", "\n", ":\n- ", ", ", "… ", " 3.14 ", " 😀 ", ".", "。", "", "**. ", "`. ");

    final List<ChatResponse> chunks = new ArrayList<>();
    private final Random random;
    private final boolean waits;
    private final Map<Integer, StringBuilder> texts = new TreeMap<>();
    private final Map<Integer, String> expected = new TreeMap<>();

    private AdversarialScript(Random random) {
        this.random = random;
        this.waits = random.nextBoolean();
    }

    /** Returns a script of one generation, or of several numbered ones. */
    static AdversarialScript of(Random random, int generations) {
        AdversarialScript script = new AdversarialScript(random);
        List<List<String>> pieces = new ArrayList<>();
        for (int i = 0; i < generations; i++) {
            String thinking = random.nextInt(3) == 0 ? "<think>Он думает. Да!</think>\n" : "";
            String answer = script.text();
            // A text that is nothing but thinking is corrected inside its tags.
            boolean blank = answer.isBlank();
            script.expected.put(i, blank ? thinking + answer : thinking + Shift.shift(answer));
            pieces.add(script.cut(thinking + answer));
        }
        while (pieces.stream().anyMatch(rest -> !rest.isEmpty())) {
            int index = random.nextInt(generations);
            if (!pieces.get(index).isEmpty()) {
                script.add(index, pieces.get(index).remove(0), generations > 1);
            }
        }
        return script;
    }

    /** Adds a chunk that calls a tool, somewhere in the stream. */
    AdversarialScript withToolCall() {
        AssistantMessage message = AssistantMessage.builder()
                .content(random.nextBoolean() ? "" : null)
                .toolCalls(List.of(new ToolCall("call-1", "function", "weather", "{\"city\":\"Oslo\"}")))
                .build();
        chunks.add(random.nextInt(chunks.size() + 1), new ChatResponse(List.of(new Generation(message))));
        return this;
    }

    /** Adds a last chunk of any kind. */
    AdversarialScript withEnd() {
        switch (random.nextInt(4)) {
            case 0 -> chunks.add(Replies.text(""));
            case 1 -> chunks.add(new ChatResponse(List.of(), metadata(text(0))));
            case 2 ->
                chunks.add(new ChatResponse(
                        List.of(Replies.generation("", repeating("", text(0)), "length")), metadata(text(0))));
            default -> {
                // ends with its last piece
            }
        }
        if (chunks.isEmpty()) {
            chunks.add(Replies.text(""));
        }
        return this;
    }

    /** Returns true before a chunk for which the model waits. */
    boolean isAwaited() {
        return waits && random.nextInt(3) == 0;
    }

    /** Returns the corrected text of each generation. */
    Map<Integer, String> expected() {
        return expected;
    }

    private StringBuilder text(int index) {
        return texts.computeIfAbsent(index, i -> new StringBuilder());
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int sentences = random.nextInt(9);
        for (int i = 0; i < sentences; i++) {
            int words = 1 + random.nextInt(12);
            for (int word = 0; word < words; word++) {
                text.append(word == 0 ? "" : " ").append(word(word == 0 && random.nextBoolean()));
            }
            text.append(ENDS.get(random.nextInt(ENDS.size())));
        }
        return text.toString();
    }

    private String word(boolean capital) {
        StringBuilder word = new StringBuilder();
        int[] letters = Shift.LETTERS.codePoints().toArray();
        int length = 1 + random.nextInt(7);
        for (int i = 0; i < length; i++) {
            word.appendCodePoint(
                    letters[capital && i == 0 ? random.nextInt(5) : 5 + random.nextInt(letters.length - 5)]);
        }
        return word.toString();
    }

    private List<String> cut(String text) {
        List<String> pieces = new ArrayList<>();
        int size = List.of(1, 3, 8, 30, 1000).get(random.nextInt(5));
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + random.nextInt(size + 1));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private void add(int index, String piece, boolean numbered) {
        if (random.nextInt(10) == 0) {
            chunks.add(other());
        }
        StringBuilder text = text(index).append(piece);
        Map<String, Object> properties = repeating(piece, text);
        if (numbered) {
            properties.put("index", index);
        }
        AssistantMessage message = AssistantMessage.builder()
                .content(piece.isEmpty() && random.nextBoolean() ? null : piece)
                .properties(properties)
                .build();
        ChatGenerationMetadata.Builder generation = ChatGenerationMetadata.builder();
        if (random.nextInt(6) == 0) {
            generation.metadata("logprobs", List.of(piece));
        }
        chunks.add(new ChatResponse(List.of(new Generation(message, generation.build())), metadata(text)));
    }

    /** Returns a chunk without a piece of the answer. */
    private ChatResponse other() {
        return switch (random.nextInt(3)) {
            case 0 -> new ChatResponse(List.of());
            case 1 ->
                new ChatResponse(List.of(new Generation(AssistantMessage.builder()
                        .content("мысль")
                        .properties(Map.of("isThought", true))
                        .build())));
            default ->
                new ChatResponse(List.of(new Generation(AssistantMessage.builder()
                        .content("")
                        .properties(Map.of("reasoningContent", "мысль"))
                        .build())));
        };
    }

    /** Returns properties that repeat the piece, or the text so far if that is long enough not to be there by chance. */
    private Map<String, Object> repeating(String piece, CharSequence soFar) {
        Map<String, Object> properties = new HashMap<>(Map.of("role", "assistant"));
        if (random.nextInt(4) == 0 && !piece.isBlank()) {
            properties.put("text", piece);
        }
        if (random.nextInt(4) == 0 && soFar.toString().strip().length() > 16) {
            properties.put("content", soFar.toString());
        }
        return properties;
    }

    private ChatResponseMetadata metadata(CharSequence soFar) {
        ChatResponseMetadata.Builder metadata =
                ChatResponseMetadata.builder().id("r-1").model("m");
        if (random.nextInt(4) == 0 && soFar.toString().strip().length() > 16) {
            metadata.keyValue("response", soFar.toString());
        }
        if (random.nextInt(4) == 0) {
            metadata.usage(new DefaultUsage(1, 2));
        }
        return metadata.build();
    }
}
