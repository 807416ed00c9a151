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
 * All chunks of one streamed turn of a model, and the answers that they spell, one for each generation.
 *
 * <p>A turn is sent again chunk by chunk, so that whatever a provider puts into its chunks is kept without this class knowing
 * of it: only the text is taken out of them, and what replaces it is sent where the first of it was.
 */
final class StreamedTurn {

    private final List<ChatClientResponse> chunks;
    private final Map<Integer, StringBuilder> answers = new HashMap<>();
    private final Map<Integer, Map<String, Object>> properties = new HashMap<>();
    private final Set<Integer> filtered = new HashSet<>();
    private Echoes echoes = new Echoes(List.of());

    private StreamedTurn(List<ChatClientResponse> chunks) {
        this.chunks = chunks;
    }

    static StreamedTurn of(List<ChatClientResponse> chunks) {
        StreamedTurn turn = new StreamedTurn(chunks);
        for (ChatClientResponse chunk : chunks) {
            List<Generation> results = results(chunk);
            for (int i = 0; i < results.size(); i++) {
                turn.read(results.get(i), Answers.index(results.get(i), i));
            }
        }
        // What a filter has ended passes, and may be repeated.
        turn.echoes = Echoes.of(turn.answers.entrySet().stream()
                .filter(answer -> !turn.filtered.contains(answer.getKey()))
                .map(Map.Entry::getValue)
                .toList());
        return turn;
    }

    /** Returns the text of each generation. */
    List<String> answers() {
        return answers.values().stream().map(StringBuilder::toString).toList();
    }

    boolean hasToolCalls() {
        return chunks.stream().map(ChatClientResponse::chatResponse).anyMatch(r -> r != null && r.hasToolCalls());
    }

    /**
     * Sends the turn to {@code out}, each answer replaced by what {@code writer} writes, but for the last of its chunks.
     *
     * @return the last chunk, which may have something added before it is sent
     */
    ChatClientResponse resend(AnswerWriter writer, Consumer<ChatClientResponse> out) {
        Set<Integer> written = new HashSet<>();
        int last = chunks.size() - 1;
        for (ChatClientResponse chunk : chunks.subList(0, last)) {
            boolean begun = write(chunk, written, writer, out);
            if (begun || saysMore(chunk)) {
                out.accept(withoutAnswers(chunk));
            }
        }
        write(chunks.get(last), written, writer, out);
        return withoutAnswers(chunks.get(last));
    }

    /** Writes the answers that begin in {@code chunk}, and returns whether there were any. */
    private boolean write(
            ChatClientResponse chunk, Set<Integer> written, AnswerWriter writer, Consumer<ChatClientResponse> out) {
        boolean begun = false;
        List<Generation> results = results(chunk);
        for (int i = 0; i < results.size(); i++) {
            Generation generation = results.get(i);
            int index = Answers.index(generation, i);
            if (isAnswer(generation, index) && written.add(index)) {
                writer.write(answer(index), piece -> out.accept(piece(chunk, generation, piece)));
                begun = true;
            }
        }
        return begun;
    }

    private void read(Generation generation, int index) {
        answers.computeIfAbsent(index, i -> new StringBuilder()).append(Answers.of(generation));
        if (!Answers.of(generation).isEmpty()) {
            properties.putIfAbsent(index, generation.getOutput().getMetadata());
        }
        if (Answers.isFiltered(generation)) {
            filtered.add(index);
        }
    }

    private boolean isAnswer(Generation generation, int index) {
        return !Answers.of(generation).isEmpty() && !filtered.contains(index);
    }

    private String answer(int index) {
        return String.valueOf(answers.get(index));
    }

    private ChatClientResponse piece(ChatClientResponse chunk, Generation generation, String text) {
        AssistantMessage message = generation
                .getOutput()
                .mutate()
                .content(text)
                .properties(echoes.without(generation.getOutput().getMetadata(), Answers.of(generation)))
                .toolCalls(List.of())
                .media(List.of())
                .build();
        // Without finish reason and usage: those follow once, with what is left of the chunk.
        ChatResponseMetadata known = metadata(chunk);
        ChatResponseMetadata metadata = ChatResponseMetadata.builder()
                .id(known.getId())
                .model(known.getModel())
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
                    isAnswer(generation, Answers.index(generation, i))
                            ? Answers.withText(generation, "", echoes)
                            : Answers.without(generation, echoes));
        }
        return chunk.mutate()
                .chatResponse(new ChatResponse(rest, echoes.without(metadata(chunk))))
                .build();
    }

    /** Returns true if a chunk has more than text: most have not, and then nothing of them is left to send. */
    private boolean saysMore(ChatClientResponse chunk) {
        List<Generation> results = results(chunk);
        boolean more = results.isEmpty() || TokenCounts.areIn(metadata(chunk));
        for (int i = 0; i < results.size(); i++) {
            more |= saysMore(results.get(i), Answers.index(results.get(i), i));
        }
        return more;
    }

    private boolean saysMore(Generation generation, int index) {
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

    /** Writes something in the place of an answer. */
    @FunctionalInterface
    interface AnswerWriter {

        /** Writes what replaces {@code answer}, in as many pieces as it likes. */
        void write(String answer, Consumer<String> pieces);
    }
}
