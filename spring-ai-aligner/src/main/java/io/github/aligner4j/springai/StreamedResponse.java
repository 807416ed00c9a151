package io.github.aligner4j.springai;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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

    private final List<ChatClientResponse> chunks;
    private final Map<Integer, StringBuilder> answers = new HashMap<>();
    private final Map<Integer, Map<String, Object>> properties = new HashMap<>();
    private final Set<Integer> filtered = new HashSet<>();
    private RepeatedText originals = RepeatedText.of(List.of());

    private StreamedResponse(List<ChatClientResponse> chunks) {
        this.chunks = chunks;
    }

    static StreamedResponse of(List<ChatClientResponse> chunks) {
        StreamedResponse response = new StreamedResponse(chunks);
        for (ChatClientResponse chunk : chunks) {
            List<Generation> results = results(chunk);
            for (int i = 0; i < results.size(); i++) {
                response.read(results.get(i), Generations.index(results.get(i), i));
            }
        }
        // Filtered answers pass, so they may be repeated.
        response.originals = RepeatedText.of(response.answers.entrySet().stream()
                .filter(answer -> !response.filtered.contains(answer.getKey()))
                .map(Map.Entry::getValue)
                .toList());
        return response;
    }

    /** Returns the answer of each generation. */
    List<String> answers() {
        return answers.values().stream().map(StringBuilder::toString).toList();
    }

    boolean hasToolCalls() {
        return chunks.stream().map(ChatClientResponse::chatResponse).anyMatch(r -> r != null && r.hasToolCalls());
    }

    /**
     * Sends the chunks to {@code out}, except the last one, with each answer replaced by what {@code writer} writes.
     *
     * @return the last chunk, to be completed and sent by the caller
     */
    ChatClientResponse resend(AnswerWriter writer, Consumer<ChatClientResponse> out) {
        Set<Integer> written = new HashSet<>();
        int last = chunks.size() - 1;
        for (ChatClientResponse chunk : chunks.subList(0, last)) {
            boolean started = write(chunk, written, writer, out);
            if (started || hasMore(chunk)) {
                out.accept(withoutAnswers(chunk));
            }
        }
        write(chunks.get(last), written, writer, out);
        return withoutAnswers(chunks.get(last));
    }

    /** Writes the answers that begin in {@code chunk}, and returns whether there are any. */
    private boolean write(
            ChatClientResponse chunk, Set<Integer> written, AnswerWriter writer, Consumer<ChatClientResponse> out) {
        boolean started = false;
        List<Generation> results = results(chunk);
        for (int i = 0; i < results.size(); i++) {
            Generation generation = results.get(i);
            int index = Generations.index(generation, i);
            if (isAnswer(generation, index) && written.add(index)) {
                writer.write(answer(index), piece -> out.accept(piece(chunk, generation, piece)));
                started = true;
            }
        }
        return started;
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
        return !Generations.answer(generation).isEmpty() && !filtered.contains(index);
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

    private static List<Generation> results(ChatClientResponse chunk) {
        ChatResponse response = chunk.chatResponse();
        return response == null ? List.of() : response.getResults();
    }

    private static ChatResponseMetadata metadata(ChatClientResponse chunk) {
        ChatResponse response = chunk.chatResponse();
        return response == null ? new ChatResponseMetadata() : response.getMetadata();
    }

    /** Writes the text that replaces an answer. */
    @FunctionalInterface
    interface AnswerWriter {

        /** Writes the text that replaces {@code answer}, in any number of pieces. */
        void write(String answer, Consumer<String> pieces);
    }
}
