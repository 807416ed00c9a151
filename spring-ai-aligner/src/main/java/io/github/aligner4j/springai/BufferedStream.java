package io.github.aligner4j.springai;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.ai.chat.client.ChatClientResponse;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.FluxSink;
import reactor.util.context.Context;

/**
 * Holds one streamed turn until the upstream model has finished, and then has it corrected on a thread of its own.
 *
 * <p>Written without Reactor's operators, which pass nothing on when they meet an {@link Error}: here each way ends with a
 * signal, unless the subscriber has cancelled. Used for one subscription.
 */
final class BufferedStream implements CoreSubscriber<ChatClientResponse> {

    private final FluxSink<ChatClientResponse> sink;
    private final Turn turn;
    private final Executor executor;
    private final Cancellation cancellation = Cancellation.create();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Object lock = new Object();
    private List<ChatClientResponse> chunks = new ArrayList<>();
    private boolean complete;
    private boolean stopped;
    private boolean interrupted;
    private @Nullable Subscription upstream;
    private @Nullable Thread runner;

    BufferedStream(FluxSink<ChatClientResponse> sink, Turn turn, Executor executor) {
        this.sink = sink;
        this.turn = turn;
        this.executor = executor;
        sink.onDispose(this::dispose);
        sink.onCancel(this::cancel);
    }

    @Override
    public Context currentContext() {
        return Context.of(sink.contextView());
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        boolean wanted;
        synchronized (lock) {
            upstream = subscription;
            wanted = !stopped;
        }
        if (wanted) {
            subscription.request(Long.MAX_VALUE);
        } else {
            subscription.cancel();
        }
    }

    @Override
    public void onNext(ChatClientResponse chunk) {
        if (complete || ended.get()) {
            return;
        }
        try {
            chunks.add(chunk);
            turn.read(chunk);
        } catch (Throwable e) {
            fail(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (!complete) {
            complete = true;
            chunks = List.of();
            end(() -> sink.error(signalled(failure)));
        }
    }

    /** Operators throw what Reactor takes for fatal, instead of passing it on. */
    private static Throwable signalled(Throwable failure) {
        return Exceptions.isFatal(failure)
                ? new AlignerException(
                        "the upstream model gave no answer: "
                                + failure.getClass().getName(),
                        failure)
                : failure;
    }

    @Override
    public void onComplete() {
        if (complete) {
            return;
        }
        complete = true;
        try {
            executor.execute(this::correct);
        } catch (RejectedExecutionException e) {
            fail(new AlignerException(
                    "the answer can't be corrected now: " + CorrectionThreads.MAX_CORRECTIONS
                            + " answers of this Aligner are being corrected, or its executor is shut down; try again later,"
                            + " or give the advisor an executor for more",
                    e));
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void correct() {
        if (!begin()) {
            return;
        }
        try {
            List<ChatClientResponse> held = chunks;
            chunks = List.of();
            turn.correct(held, cancellation, this::emit);
            end(sink::complete);
        } catch (Throwable e) {
            fail(e);
        } finally {
            finish();
        }
    }

    private boolean begin() {
        synchronized (lock) {
            runner = stopped ? null : Thread.currentThread();
            return !stopped;
        }
    }

    private void finish() {
        synchronized (lock) {
            runner = null;
            if (interrupted) {
                // It was meant for the correction, and not for what this thread does next.
                Thread.interrupted();
            }
        }
    }

    private void emit(ChatClientResponse chunk) {
        if (ended.get()) {
            return;
        }
        try {
            sink.next(chunk);
        } catch (Throwable e) {
            end(() -> sink.error(signalled(e)));
            throw new CorrectionCancelledException("the stream's subscriber failed");
        }
    }

    /** Ends the stream with what a correction failed with. */
    private void fail(Throwable failure) {
        end(() -> sink.error(asException(failure)));
    }

    private Throwable asException(Throwable failure) {
        Throwable quiet = quiet(failure);
        return quiet instanceof Error
                ? new AlignerException(
                        "the Aligner gave no correction: " + quiet.getClass().getName(), quiet)
                : quiet;
    }

    /** Even a failure that can't be read, or not any more, is one that must be told. */
    private Throwable quiet(Throwable failure) {
        try {
            return turn.quiet(failure);
        } catch (Throwable e) {
            return new AlignerException(
                    "the Aligner gave no correction: " + failure.getClass().getName());
        }
    }

    private void end(Runnable signal) {
        if (ended.compareAndSet(false, true) && !sink.isCancelled()) {
            turn.close();
            signal.run();
        }
    }

    /** Ends the running call when its subscriber has cancelled, by cancellation or by interrupting its thread. */
    private void cancel() {
        ended.set(true);
        synchronized (lock) {
            stopped = true;
            // Not if the subscriber cancels from within a signal: it goes on on this thread.
            if (runner != null && runner != Thread.currentThread()) {
                interrupted = true;
                runner.interrupt();
            }
        }
    }

    private void dispose() {
        Subscription current;
        synchronized (lock) {
            stopped = true;
            current = upstream;
        }
        if (current != null) {
            current.cancel();
        }
        cancellation.cancel();
        turn.close();
    }

    /** The treatment of a turn. */
    interface Turn {

        /** Takes a chunk while upstream still streams; never waits. */
        void read(ChatClientResponse chunk);

        /** Corrects the whole turn, and lets {@code out} have what becomes of it. */
        void correct(List<ChatClientResponse> chunks, Cancellation cancellation, Consumer<ChatClientResponse> out);

        /** Returns what says the same as a failure without quoting texts. */
        Throwable quiet(Throwable failure);

        /** Ends what is done ahead. */
        void close();
    }
}
