// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * The chunks of a streamed response, and the answers in them, one for each generation.
 *
 * <p>A response is sent again chunk by chunk, so that everything else that a provider puts into its chunks is kept: their text
 * is removed, and the text that replaces an answer is sent in the place of the answer's first chunk.
 */
final class StreamedResponse {

    /** The number of no generation. */
    static final int NONE = -1;

    private final List<ChatClientResponse> chunks;
    private final int released;
    private final Map<Integer, StringBuilder> answers = new HashMap<>();
    private final Map<Integer, Map<String, Object>> properties = new HashMap<>();
    private final Set<Integer> filtered = new HashSet<>();
    private RepeatedText originals = RepeatedText.of(List.of());

    private StreamedResponse(List<ChatClientResponse> chunks, int released) {
        this.chunks = chunks;
        this.released = released;
    }

    static StreamedResponse of(List<ChatClientResponse> chunks) {
        return of(chunks, NONE);
    }

    /**
     * Reads {@code chunks}.
     *
     * @param released the number of a generation parts of which were corrected and sent already, so that it is not sent as it came
     *     even if a filter ended it; or {@link #NONE}
     */
    static StreamedResponse of(List<ChatClientResponse> chunks, int released) {
        StreamedResponse response = new StreamedResponse(chunks, released);
        for (ChatClientResponse chunk : chunks) {
            List<Generation> results = results(chunk);
            for (int i = 0; i < results.size(); i++) {
                response.read(results.get(i), Generations.index(results.get(i), i));
            }
        }
        // Filtered answers pass, so they may be repeated.
        response.originals = RepeatedText.of(response.correctedAnswers());
        return response;
    }

    /** Returns the answers to correct: those that no filter of the provider ended, and one that was released in part. */
    List<String> correctedAnswers() {
        return answers.entrySet().stream()
                .filter(answer -> !passes(answer.getKey()))
                .map(answer -> answer.getValue().toString())
                .toList();
    }

    /** Returns the answer of each generation. */
    List<String> answers() {
        return answers.values().stream().map(StringBuilder::toString).toList();
    }

    boolean hasToolCalls() {
        return chunks.stream().map(ChatClientResponse::chatResponse).anyMatch(r -> r != null && r.hasToolCalls());
    }

    /** Returns the number of answers, those that a filter ended included. */
    long answerCount() {
        return answers.values().stream().filter(answer -> !answer.isEmpty()).count();
    }

    /** Returns true if a filter of the provider ended an answer. */
    boolean isFiltered() {
        return !filtered.isEmpty();
    }

    /** Returns true if a filter of the provider ended the answer of the generation {@code index}. */
    boolean isFiltered(int index) {
        return filtered.contains(index);
    }

    private boolean passes(int index) {
        return filtered.contains(index) && index != released;
    }

    /** Returns the chunks as they came. */
    List<ChatClientResponse> chunks() {
        return chunks;
    }

    /** Begins to send the chunks to {@code out} again, with other answers. */
    Resending resend(Consumer<ChatClientResponse> out) {
        return new Resending(out);
    }

    private void read(Generation generation, int index) {
        answers.computeIfAbsent(index, i -> new StringBuilder()).append(Generations.answer(generation));
        if (!Generations.answer(generation).isEmpty()) {
            properties.putIfAbsent(index, generation.getOutput().getMetadata());
        }
        if (Generations.isFiltered(generation)) {
            filtered.add(index);
        }
    }

    private boolean isAnswer(Generation generation, int index) {
        return !Generations.answer(generation).isEmpty() && !passes(index);
    }

    private String answer(int index) {
        return String.valueOf(answers.get(index));
    }

    private ChatClientResponse piece(ChatClientResponse chunk, Generation generation, String text) {
        AssistantMessage message = generation
                .getOutput()
                .mutate()
                .content(text)
                .properties(originals.removedFrom(generation.getOutput().getMetadata(), Generations.answer(generation)))
                .toolCalls(List.of())
                .media(List.of())
                .build();
        // Finish reason and usage are left out: they follow once, with the rest of the chunk.
        ChatResponseMetadata original = metadata(chunk);
        ChatResponseMetadata metadata = ChatResponseMetadata.builder()
                .id(original.getId())
                .model(original.getModel())
                .build();
        return chunk.mutate()
                .chatResponse(new ChatResponse(List.of(new Generation(message)), metadata))
                .build();
    }

    private ChatClientResponse withoutAnswers(ChatClientResponse chunk) {
        List<Generation> rest = new ArrayList<>();
        List<Generation> results = results(chunk);
        for (int i = 0; i < results.size(); i++) {
            Generation generation = results.get(i);
            rest.add(
                    isAnswer(generation, Generations.index(generation, i))
                            ? Generations.withText(generation, "", originals)
                            : Generations.withoutRepetitions(generation, originals));
        }
        return chunk.mutate()
                .chatResponse(new ChatResponse(rest, originals.removedFrom(metadata(chunk))))
                .build();
    }

    /** Returns whether {@code chunk} has more than text; most chunks don't, and need not be sent without it. */
    private boolean hasMore(ChatClientResponse chunk) {
        List<Generation> results = results(chunk);
        boolean more = results.isEmpty() || TokenUsages.isReported(metadata(chunk));
        for (int i = 0; i < results.size(); i++) {
            more |= hasMore(results.get(i), Generations.index(results.get(i), i));
        }
        return more;
    }

    private boolean hasMore(Generation generation, int index) {
        AssistantMessage message = generation.getOutput();
        String finishReason = generation.getMetadata().getFinishReason();
        return !isAnswer(generation, index)
                || message.hasToolCalls()
                || !message.getMedia().isEmpty()
                || !message.getMetadata().equals(properties.get(index))
                || (finishReason != null && !finishReason.isEmpty());
    }

    /** Returns the generations in {@code chunk}. */
    static List<Generation> results(ChatClientResponse chunk) {
        ChatResponse response = chunk.chatResponse();
        return response == null ? List.of() : response.getResults();
    }

    /** Returns the metadata of {@code chunk}, empty if it has none. */
    static ChatResponseMetadata metadata(ChatClientResponse chunk) {
        ChatResponse response = chunk.chatResponse();
        return response == null ? new ChatResponseMetadata() : response.getMetadata();
    }

    /** Sends the chunks again, without their answers, and the texts that replace these. For one thread. */
    final class Resending {

        private final Consumer<ChatClientResponse> out;
        private final Set<Integer> begun = new HashSet<>();
        private int chunk;
        private int position;
        private boolean beginsAnswer;
        private @Nullable Generation current;

        private Resending(Consumer<ChatClientResponse> out) {
            this.out = out;
        }

        /** Sends the chunks before that in which the next answer begins, and returns the answer, or null if there is none left. */
        @Nullable String next() {
            while (true) {
                List<Generation> results = results(chunks.get(chunk));
                while (position < results.size()) {
                    Generation generation = results.get(position);
                    int index = Generations.index(generation, position++);
                    if (isAnswer(generation, index) && begun.add(index)) {
                        current = generation;
                        beginsAnswer = true;
                        return answer(index);
                    }
                }
                if (chunk == chunks.size() - 1) {
                    return null;
                }
                if (beginsAnswer || hasMore(chunks.get(chunk))) {
                    out.accept(withoutAnswers(chunks.get(chunk)));
                }
                chunk++;
                position = 0;
                beginsAnswer = false;
            }
        }

        /** Returns the number of the generation whose answer {@link #next} returned. */
        int index() {
            return Generations.index(Objects.requireNonNull(current, "answer"), position - 1);
        }

        /** Sends a piece of the text that replaces the answer which {@link #next} returned. */
        void write(String piece) {
            out.accept(piece(chunks.get(chunk), Objects.requireNonNull(current, "answer"), piece));
        }

        /** Returns the last chunk, to be completed and sent by the caller when no answer is left. */
        ChatClientResponse last() {
            return withoutAnswers(chunks.get(chunks.size() - 1));
        }
    }
}
