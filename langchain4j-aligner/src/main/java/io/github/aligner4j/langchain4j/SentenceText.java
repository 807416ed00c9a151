// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.SentenceStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A text whose sentences are corrected and emitted while the upstream model writes the next ones.
 *
 * <p>They are corrected by tasks of the executor and, when the response is complete, by the stream's thread, which alone emits them. So
 * that no sentence waits for a later one, the response is completed when no task runs.
 */
final class SentenceText implements StreamedText, SentenceStream.Listener {

    private final ResponseCorrector corrector;
    private final DownstreamHandler downstream;
    private final Events events;
    private final SentenceStream sentences;
    private final BusyExecutor tasks;
    private final Queue<String> corrected = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread completing;

    // Confined to the stream's thread from here on.
    private final HeldText streamed = new HeldText();
    private final StringBuilder emitted = new StringBuilder();

    SentenceText(
            ResponseCorrector corrector,
            DownstreamHandler downstream,
            Cancellation cancellation,
            Executor executor,
            Events events) {
        this.corrector = corrector;
        this.downstream = downstream;
        this.events = events;
        this.tasks = new BusyExecutor(executor);
        this.sentences = corrector.sentences(cancellation, tasks, this);
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
    public boolean isBusy(Runnable whenIdle) {
        return tasks.isBusy(whenIdle);
    }

    @Override
    public ChatResponse complete(ChatResponse response) {
        if (corrector.options().drops(response)) {
            sentences.close();
            return corrector.with(response, emitted.isEmpty() ? null : emitted.toString());
        }
        String text = response.aiMessage().text();
        AnswerPolicy policy = corrector.policy(response);
        if (text != null && !text.isBlank()) {
            return corrector.with(response, complete(text, policy));
        }
        if (!AlignmentOptions.isFiltered(response) && !streamed.isBlank()) {
            complete(streamed.text(), policy);
        }
        return corrector.with(response, text);
    }

    /** Returns the text before the refused sentence, followed by the refusal. */
    @Override
    public ChatResponse refusal() {
        String text = complete(streamed.text(), corrector.streamPolicy());
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(text))
                .finishReason(FinishReason.CONTENT_FILTER)
                .build();
    }

    private String complete(String text, AnswerPolicy policy) {
        completing = Thread.currentThread();
        emit();
        try {
            return sentences.complete(text, policy).answer();
        } finally {
            completing = null;
            emit();
        }
    }

    @Override
    public void onText(String text) {
        corrected.add(text);
        if (Thread.currentThread() == completing) {
            emit();
        } else {
            events.deliver(this::emit);
        }
    }

    /** Emits what is corrected, word by word; called on the stream's thread. */
    private void emit() {
        String text = corrected.poll();
        while (text != null) {
            emitted.append(text);
            TextChunker.split(text, downstream::text);
            text = corrected.poll();
        }
    }

    @Override
    public void onStopped(@Nullable Throwable failure) {
        events.stopped(failure);
    }

    @Override
    public void close() {
        sentences.close();
    }

    /** The stream's events that begin with its text. */
    interface Events {

        /** Has {@code event} run on the stream's thread. */
        void deliver(Runnable event);

        /**
         * Ends the stream before the upstream model has finished.
         *
         * @param failure the reason why a sentence could not be corrected; null if a layer refused
         */
        void stopped(@Nullable Throwable failure);
    }

    /**
     * An executor that tells when tasks run. A task submits the next one, which may begin before it has ended. Once no task ran when
     * asked, none begins any more.
     */
    private static final class BusyExecutor implements Executor {

        private final Executor executor;
        private int running;
        private boolean ended;
        private @Nullable Runnable whenIdle;

        BusyExecutor(Executor executor) {
            this.executor = executor;
        }

        @Override
        public void execute(Runnable task) {
            executor.execute(() -> {
                if (begin()) {
                    try {
                        task.run();
                    } finally {
                        end();
                    }
                }
            });
        }

        /** Returns true if a task runs, and then runs {@code action} when none does. */
        synchronized boolean isBusy(Runnable action) {
            boolean busy = running > 0;
            whenIdle = busy ? action : null;
            ended |= !busy;
            return busy;
        }

        private synchronized boolean begin() {
            if (!ended) {
                running++;
            }
            return !ended;
        }

        private void end() {
            Runnable action = null;
            synchronized (this) {
                running--;
                if (running == 0) {
                    action = whenIdle;
                    whenIdle = null;
                }
            }
            if (action != null) {
                action.run();
            }
        }
    }
}
