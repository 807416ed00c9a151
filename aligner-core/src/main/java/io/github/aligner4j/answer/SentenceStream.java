package io.github.aligner4j.answer;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The correction of an answer sentence by sentence, while the upstream model still writes it. Created by {@link
 * AnswerCorrector#sentences}.
 *
 * <p>Safe for use by several threads, provided that chunks are appended in order.
 */
@Incubating
public final class SentenceStream implements AutoCloseable {

    private final Object lock = new Object();
    private final AnswerCorrector corrector;
    private final AnswerPolicy policy;
    private final Supplier<CorrectionRequest> question;
    private final CorrectionContext context;
    private final Listener listener;
    private final StringBuilder text = new StringBuilder();
    private boolean closed;

    SentenceStream(
            AnswerCorrector corrector,
            AnswerPolicy policy,
            Supplier<CorrectionRequest> question,
            CorrectionContext context,
            Executor executor,
            Listener listener) {
        this.corrector = corrector;
        this.policy = policy;
        this.question = question;
        this.context = context;
        this.listener = listener;
    }

    /** Appends the next chunk of the upstream model's text, thinking included. Never blocks and never throws. */
    public void append(String chunk) {
        synchronized (lock) {
            text.append(chunk);
        }
    }

    /** Completes the answer with the treatment that was known at the beginning; see {@link #complete(String, AnswerPolicy)}. */
    public Correction complete(String finalText) {
        return complete(finalText, policy);
    }

    /**
     * Corrects the rest of the answer and returns the correction of all of it. All of the corrected text has been passed to the
     * listener before this method returns. To be called at most once.
     *
     * @param finalText the complete text, which continues the text that was appended
     * @param finalPolicy the treatment of the answer, as far as no text has been released yet
     * @throws io.github.aligner4j.AlignerException if a sentence can't be corrected, or the final text is not a continuation of
     *     the text that was released
     * @throws io.github.aligner4j.CorrectionCancelledException if the call was cancelled
     */
    public Correction complete(String finalText, AnswerPolicy finalPolicy) {
        return corrector.correct(
                question.get().withAnswer(finalText), context.withListener(listener::onText), finalPolicy);
    }

    /** Cancels the correction; the listener is not called any more. Closing again does nothing. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    /** Receives the corrected text of one answer, by one thread at a time. */
    @Incubating
    public interface Listener {

        /**
         * Called with the next piece of corrected text, on the executor or on the thread that completes the answer. The pieces,
         * joined, are the corrected answer. An exception ends the stream.
         *
         * @param corrected the text, never empty
         */
        void onText(String corrected);

        /**
         * Called at most once, if the stream ends before the answer is complete; text that is appended afterwards is dropped. {@link
         * SentenceStream#complete complete} then throws the same failure or, after a refusal, returns the correction so far. Not
         * called if the caller cancels or closes the stream.
         *
         * @param failure the reason why a sentence could not be corrected; null if a layer refused, whose sentence has been passed
         *     to {@link #onText}
         */
        void onStopped(@Nullable Throwable failure);
    }
}
