// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Cancellation.Registration;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Failures;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.RateLimitedLog;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The correction of an answer sentence by sentence, while the upstream model still writes it. Created by {@link
 * AnswerCorrector#sentences}.
 *
 * <p>Finished sentences are corrected in order and passed to the listener at once; if corrections are slower than the upstream model,
 * several together. A code fence or a JSON value is held until it has ended, and JSON is corrected string by string. Thinking that the
 * policy keeps is released with the first sentence. An answer that begins with JSON, that is nothing but numbers or thinking, or whose
 * form is not text is corrected when it is complete, as by {@link AnswerCorrector#correct}.
 *
 * <p>A stack's {@link io.github.aligner4j.CorrectionListener} learns of the answer once, when it is complete or the stream ends before.
 *
 * <p>Safe for use by several threads, provided that chunks are appended in order.
 */
@Incubating
public final class SentenceStream implements AutoCloseable {

    private static final RateLimitedLog LOG =
            new RateLimitedLog(System.getLogger(SentenceStream.class.getName()), InstantSource.system());

    private final Object lock = new Object();
    private final AnswerCorrector corrector;
    private final AnswerPolicy policy;
    private final CorrectionContext context;
    private final Executor executor;
    private final Listener listener;
    private final Cancellation cancellation = Cancellation.create();
    private final SentenceRun run;
    private final StringBuilder incoming = new StringBuilder();
    private final @Nullable Registration cancelling;
    private int missing = 1;
    private Task task = Task.NONE;
    private boolean ended;
    private boolean completing;
    private boolean stopped;
    private @Nullable Throwable failure;
    private volatile boolean closed;

    /** The state of the one task that may correct at a time. */
    private enum Task {
        NONE,
        SUBMITTED,
        RUNNING
    }

    /**
     * The answer.
     *
     * @param policy its treatment, as far as it is known
     * @param question supplies its request
     * @param context the context of its correction
     */
    record Answer(AnswerPolicy policy, Supplier<CorrectionRequest> question, CorrectionContext context) {}

    SentenceStream(AnswerCorrector corrector, Answer answer, Executor executor, Listener listener) {
        this.corrector = corrector;
        this.policy = answer.policy;
        this.executor = executor;
        this.listener = listener;
        this.context =
                answer.context.withoutUpstream().withCancellation(cancellation).withListener(this::release);
        this.run = new SentenceRun(corrector.aligner(), policy, answer.question, context);
        this.cancelling = answer.context.cancellation().onCancel(this::close);
    }

    /** Appends the next chunk of the upstream model's text, thinking included. Never blocks and never throws. */
    public void append(String chunk) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            incoming.append(chunk);
            if (task != Task.NONE || incoming.length() < missing) {
                return;
            }
            task = Task.SUBMITTED;
        }
        submit();
    }

    /** Completes the answer with the treatment that was known at the beginning; see {@link #complete(String, AnswerPolicy)}. */
    public Correction complete(String finalText) {
        return complete(finalText, policy);
    }

    /**
     * Corrects the rest of the answer on this thread and returns the correction of all of it. All of the corrected text has been passed
     * to the listener before this method returns. After a refusal, returns the correction so far, which ends with the refusal's
     * sentence. To be called at most once, and not by the listener.
     *
     * @param finalText the complete text, which continues the text that was appended
     * @param finalPolicy the treatment of an answer of which no text has been released yet
     * @throws io.github.aligner4j.AlignerException if a sentence can't be corrected, or the final text does not continue the text
     *     that was corrected
     * @throws CorrectionCancelledException if the call was cancelled, the stream closed, or the thread interrupted
     */
    public Correction complete(String finalText, AnswerPolicy finalPolicy) {
        takeOver();
        try {
            CorrectionRequest request = run.question().withAnswer(finalText);
            if (!run.begun()) {
                return corrector.correct(request, context, finalPolicy);
            }
            Correction correction = run.finish(finalText);
            corrector.report(request, correction);
            if (run.refused()) {
                stop(null);
            }
            return correction;
        } catch (RuntimeException | Error e) {
            stop(e);
            throw e;
        } finally {
            endTask(false);
        }
    }

    /**
     * Cancels the correction. The listener is not called any more, unless a call has begun already. Closing again does nothing, nor
     * does closing a completed stream.
     */
    @Override
    public void close() {
        boolean idle;
        synchronized (lock) {
            closed = true;
            ended = true;
            idle = task != Task.RUNNING;
            task = Task.RUNNING;
            lock.notifyAll();
        }
        cancellation.cancel();
        if (cancelling != null) {
            cancelling.close();
        }
        if (idle) {
            endTask(false);
        }
    }

    private void submit() {
        try {
            executor.execute(this::work);
        } catch (Throwable e) {
            // The executor rejects tasks: everything is corrected when the answer is complete.
            synchronized (lock) {
                ended = true;
                task = task == Task.SUBMITTED ? Task.NONE : task;
            }
        }
    }

    private void work() {
        String chunk;
        synchronized (lock) {
            if (task != Task.SUBMITTED) {
                return;
            }
            task = Task.RUNNING;
            chunk = incoming.toString();
            incoming.setLength(0);
        }
        boolean more = false;
        try {
            run.read(chunk);
            more = run.correctNext();
            if (run.refused()) {
                run.finish();
                stop(null);
            }
        } catch (Throwable e) {
            stop(e);
        }
        if (endTask(more)) {
            submit();
        }
    }

    /** Ends the running task; returns true if another one is to be submitted. */
    private boolean endTask(boolean more) {
        synchronized (lock) {
            if (!closed) {
                missing = run.missing();
                boolean due = !ended && (more || incoming.length() >= missing);
                task = due ? Task.SUBMITTED : Task.NONE;
                lock.notifyAll();
                return due;
            }
        }
        run.abandon();
        synchronized (lock) {
            task = Task.NONE;
        }
        return false;
    }

    /** Has this thread correct instead of the executor's; waits for a task that has begun, not for one that hasn't. */
    private void takeOver() {
        synchronized (lock) {
            if (completing) {
                throw new IllegalStateException("the answer was completed before; complete it once");
            }
            completing = true;
            ended = true;
            try {
                while (task == Task.RUNNING && !closed) {
                    lock.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure =
                        new CorrectionCancelledException("the caller was interrupted while it waited for a correction");
                cancellation.cancel();
            }
            if (failure != null) {
                throw Failures.toException(failure);
            }
            if (closed) {
                throw new CorrectionCancelledException("the stream of sentences was closed before it was completed");
            }
            task = Task.RUNNING;
        }
    }

    private void release(String corrected) {
        if (closed) {
            throw new CorrectionCancelledException("the stream of sentences was closed");
        }
        listener.onText(corrected);
    }

    /** Ends the stream, and tells the listener unless its caller has ended it. */
    private void stop(@Nullable Throwable reason) {
        synchronized (lock) {
            if (stopped) {
                return;
            }
            stopped = true;
            ended = true;
            failure = reason;
        }
        if (closed) {
            return;
        }
        try {
            listener.onStopped(reason);
        } catch (Throwable e) {
            LOG.warn(
                    "onStopped",
                    "the listener of a sentence stream threw " + e.getClass().getName() + ", which was ignored");
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
