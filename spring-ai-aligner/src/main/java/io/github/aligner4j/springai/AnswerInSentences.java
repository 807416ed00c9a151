// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.SentenceStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * The answer of a streamed response, corrected sentence by sentence while the upstream model writes. Of several generations, it is
 * the one that begins first; the others wait until the response is complete.
 *
 * <p>Before that, corrected text and thinking are sent, and nothing else: what else the chunks have may repeat text that they
 * have not shown yet, and follows when all of the text is known.
 */
final class AnswerInSentences implements SentenceStream.Listener {

    private final StreamedRequest streamed;
    private final AnswerPolicy policy;
    private final BufferedStream downstream;
    private final Cancellation cancellation;
    private final Executor executor;
    private final BitSet shown = new BitSet();
    private final StringBuilder text = new StringBuilder();
    private int received;
    private int index = StreamedResponse.NONE;
    private @Nullable ChatClientResponse first;
    private @Nullable Generation firstGeneration;
    private volatile boolean cutShort;
    private volatile @Nullable SentenceStream sentences;

    AnswerInSentences(
            StreamedRequest streamed,
            AnswerPolicy policy,
            BufferedStream downstream,
            Cancellation cancellation,
            Executor executor) {
        this.streamed = streamed;
        this.policy = policy;
        this.downstream = downstream;
        this.cancellation = cancellation;
        this.executor = executor;
    }

    /** Reads the next chunk, on the upstream model's thread. */
    void onChunk(ChatClientResponse chunk) {
        List<Generation> results = StreamedResponse.results(chunk);
        for (int i = 0; i < results.size(); i++) {
            String piece = Generations.answer(results.get(i));
            int of = Generations.index(results.get(i), i);
            if (!piece.isEmpty() && (index == StreamedResponse.NONE || index == of)) {
                append(piece, chunk, results.get(i), of);
            }
        }
        if (index == StreamedResponse.NONE && streamed.alignment().options().keepsThinking()) {
            showThinking(chunk, results);
        }
        received++;
    }

    private void append(String piece, ChatClientResponse chunk, Generation generation, int of) {
        SentenceStream begun = sentences;
        if (begun == null) {
            index = of;
            first = chunk;
            firstGeneration = generation;
            begun = streamed.alignment()
                    .corrector()
                    .sentences(
                            policy,
                            () -> CorrectionRequests.of(streamed.request(), streamed.alignment()),
                            streamed.limits().withCancellation(cancellation),
                            executor,
                            this);
            sentences = begun;
        }
        synchronized (text) {
            text.append(piece);
        }
        begun.append(piece);
    }

    private void showThinking(ChatClientResponse chunk, List<Generation> results) {
        List<Generation> thoughts =
                results.stream().filter(Thoughts::isIn).map(Thoughts::only).toList();
        if (!thoughts.isEmpty()) {
            shown.set(received);
            send(chunk, thoughts);
        }
    }

    /** Returns the number of the generation that is corrected in sentences, or {@link StreamedResponse#NONE} if none has begun. */
    int index() {
        return index;
    }

    /** Returns the text so far. */
    String text() {
        synchronized (text) {
            return text.toString();
        }
    }

    /** Returns {@code chunks}, all of those that were read, without the thinking that was sent. */
    List<ChatClientResponse> withoutShown(List<ChatClientResponse> chunks) {
        List<ChatClientResponse> rest = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            ChatClientResponse chunk = chunks.get(i);
            if (!shown.get(i)) {
                rest.add(chunk);
                continue;
            }
            ChatClientResponse without = Thoughts.removedFrom(List.of(chunk)).get(0);
            if (i == chunks.size() - 1 || !Thoughts.isEmptied(without)) {
                rest.add(without);
            }
        }
        return rest;
    }

    /** Corrects and sends the rest of {@code answer}, and returns the correction of all of it. */
    Correction complete(String answer, AnswerPolicy finalPolicy) {
        return Objects.requireNonNull(sentences, "sentences").complete(answer, finalPolicy);
    }

    @Override
    public void onText(String corrected) {
        Generation generation = Objects.requireNonNull(firstGeneration, "generation");
        AssistantMessage message = AssistantMessage.builder()
                .content(corrected)
                .properties(Metadata.withoutTexts(generation.getOutput().getMetadata()))
                .build();
        send(Objects.requireNonNull(first, "first"), List.of(new Generation(message)));
    }

    @Override
    public void onStopped(@Nullable Throwable failure) {
        if (failure != null) {
            downstream.fail(failure);
        } else if (downstream.cutShort()) {
            cutShort = true;
            downstream.submit();
        }
    }

    /** Returns true if a layer refused before the upstream model had finished, which was then cancelled. */
    boolean isCutShort() {
        return cutShort;
    }

    void close() {
        SentenceStream begun = sentences;
        if (begun != null) {
            begun.close();
        }
    }

    private void send(ChatClientResponse chunk, List<Generation> generations) {
        ChatResponseMetadata original = StreamedResponse.metadata(chunk);
        ChatResponseMetadata metadata = ChatResponseMetadata.builder()
                .id(original.getId())
                .model(original.getModel())
                .build();
        downstream.emit(AdvisorContext.unclaim(chunk.mutate()
                .chatResponse(new ChatResponse(generations, metadata))
                .build()));
    }
}
