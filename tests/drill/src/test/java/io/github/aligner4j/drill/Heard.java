// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that reached the one who asked: pieces, ends, and what the chat memory holds. Safe for several threads. */
final class Heard {

    /** Of a call that has no chat memory. */
    static final Supplier<List<String>> NO_MEMORY = List::of;

    private final StringBuilder text = new StringBuilder();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final AtomicInteger late = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch cancellable = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Supplier<List<String>> memory;
    private volatile boolean interrupted;
    private volatile Runnable canceller = () -> {};
    private volatile @Nullable Consumer<String> watcher;

    /**
     * Creates it.
     *
     * @param memory tells what the model said, as far as the chat memory knows
     */
    Heard(Supplier<List<String>> memory) {
        this.memory = memory;
    }

    void piece(String piece) {
        if (ended.getCount() == 0) {
            late.incrementAndGet();
        }
        synchronized (text) {
            text.append(piece);
        }
        begun.countDown();
        Consumer<String> other = watcher;
        if (other != null) {
            other.accept(text());
        }
    }

    /** Has all text so far shown to {@code other} after each piece to come, on the thread that hears. */
    void watchedBy(Consumer<String> other) {
        watcher = other;
    }

    void answered(String answer) {
        answers.add(answer);
        ended.countDown();
    }

    void failed(Throwable error) {
        errors.add(error);
        ended.countDown();
    }

    /** Notes whether the thread of a blocking call that failed was left interrupted. */
    void interrupted(boolean flag) {
        interrupted = flag;
    }

    boolean interrupted() {
        return interrupted;
    }

    void cancellableBy(Runnable action) {
        canceller = action;
        cancellable.countDown();
    }

    /** Cancels as the framework has it, as soon as that is possible. */
    void cancel(Duration bound) throws InterruptedException {
        await(cancellable, bound, "could not be cancelled");
        canceller.run();
    }

    Heard awaitEnd(Duration bound) throws InterruptedException {
        await(ended, bound, "did not end");
        return this;
    }

    Heard awaitFirstPiece(Duration bound) throws InterruptedException {
        await(begun, bound, "heard nothing");
        return this;
    }

    private void await(CountDownLatch latch, Duration bound, String what) throws InterruptedException {
        if (!latch.await(bound.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the call " + what + " within " + bound.toMillis() + " ms; heard "
                    + text().length() + " characters, " + errors + "; at work are " + Threads.atWork());
        }
    }

    String text() {
        synchronized (text) {
            return text.toString();
        }
    }

    List<String> answers() {
        return List.copyOf(answers);
    }

    List<Throwable> errors() {
        return List.copyOf(errors);
    }

    /** Pieces heard after the end. */
    int late() {
        return late.get();
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    boolean hasMemory() {
        return memory != NO_MEMORY;
    }

    List<String> memory() {
        return memory.get();
    }
}
