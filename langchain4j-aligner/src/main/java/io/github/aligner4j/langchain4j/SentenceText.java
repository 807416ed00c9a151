package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.answer.SentenceStream;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A text whose sentences are corrected and emitted while the upstream model writes the next ones.
 *
 * <p>The listener is called on the executor's threads and, when the response is complete, on the stream's.
 */
final class SentenceText implements StreamedText, SentenceStream.Listener {

    private final ResponseCorrector corrector;
    private final DownstreamHandler downstream;
    private final Consumer<@Nullable Throwable> stopped;
    private final SentenceStream sentences;
    private final StringBuffer emitted = new StringBuffer();

    // Confined to the stream's thread.
    private final HeldText streamed = new HeldText();

    /**
     * Creates it.
     *
     * @param stopped called if the text ends before the response is complete: with the reason why a sentence could not be
     *     corrected, or with null if a layer refused
     */
    SentenceText(
            ResponseCorrector corrector,
            DownstreamHandler downstream,
            Cancellation cancellation,
            Executor executor,
            Consumer<@Nullable Throwable> stopped) {
        this.corrector = corrector;
        this.downstream = downstream;
        this.stopped = stopped;
        this.sentences = corrector.sentences(cancellation, executor, this);
    }

    @Override
    public void append(String piece) {
        sentences.append(piece);
    }

    @Override
    public void keep(String piece) {
        streamed.add(piece);
    }

    /** Changes nothing: the response is complete only after its last tool call. */
    @Override
    public void toolCall() {}

    @Override
    public ChatResponse complete(ChatResponse response) {
        String text = response.aiMessage().text();
        boolean silent = text == null || text.isBlank();
        if (corrector.options().drops(response)) {
            sentences.close();
            return corrector.with(response, emitted.isEmpty() ? null : emitted.toString());
        }
        if (!silent) {
            return corrector.with(
                    response, sentences.complete(text, corrector.policy(response)).answer());
        }
        if (AlignmentOptions.isFiltered(response) || streamed.isBlank()) {
            sentences.close();
        } else {
            sentences.complete(streamed.text(), corrector.policy(response));
        }
        return corrector.with(response, text);
    }

    @Override
    public void onText(String corrected) {
        emitted.append(corrected);
        downstream.text(corrected);
    }

    @Override
    public void onStopped(@Nullable Throwable failure) {
        stopped.accept(failure);
    }

    /** Returns the text before the refused sentence, followed by the refusal. */
    @Override
    public ChatResponse refusal() {
        Correction correction = sentences.complete(streamed.text());
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(correction.answer()))
                .finishReason(FinishReason.CONTENT_FILTER)
                .build();
    }

    @Override
    public void close() {
        sentences.close();
    }
}
