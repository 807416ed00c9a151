// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * The answers that wait for layers in the mode {@link LayerMode#SHADOW}, and the threads on which these layers correct them.
 *
 * <p>Neither a call nor its answer depends on it: an answer is queued without waiting, or dropped if the queue is full. Dropped answers
 * are counted, and logged at most once a minute. Threads are daemons, are created as needed and end when idle. Each layer has a
 * timeout for each answer, after which its correction is cancelled, its thread interrupted, and the layer reported as failed. An
 * Aligner that ignores both keeps its thread.
 *
 * <p>Safe for use by several threads, and to be shared by stacks.
 *
 * @see AlignerStack.Builder#shadowQueue
 */
@Incubating
public final class ShadowQueue implements AutoCloseable {

    private static final int DEFAULT_THREADS = 1;
    private static final int DEFAULT_MAX_QUEUED = 100;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private static final RateLimitedLog WARNINGS =
            new RateLimitedLog(System.getLogger(ShadowQueue.class.getName()), InstantSource.system());

    private final ThreadPoolExecutor executor;
    private final int maxQueued;
    private final Duration timeout;
    private final RateLimitedLog log;
    private final Set<ShadowCall> running = ConcurrentHashMap.newKeySet();
    private final LongAdder completed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile boolean closed;

    private ShadowQueue(Builder builder) {
        this.maxQueued = builder.maxQueued;
        this.timeout = builder.timeout;
        this.log = builder.log;
        AtomicInteger count = new AtomicInteger();
        this.executor = new ThreadPoolExecutor(
                builder.threads,
                builder.threads,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(builder.maxQueued),
                task -> thread(task, count.incrementAndGet()),
                (task, rejecting) -> drop());
        executor.allowCoreThreadTimeOut(true);
    }

    /** Returns the queue of all stacks without one of their own. Closing it does nothing. */
    public static ShadowQueue shared() {
        return Shared.QUEUE;
    }

    /** Returns a builder with {@value #DEFAULT_THREADS} thread, {@value #DEFAULT_MAX_QUEUED} places and a timeout of a minute. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the number of answers that wait at present. */
    public int queued() {
        return executor.getQueue().size();
    }

    /** Returns the maximum number of answers that wait. */
    public int maxQueued() {
        return maxQueued;
    }

    /** Returns the number of answers that were observed, failures included, since the queue was built. */
    public long completed() {
        return completed.sum();
    }

    /** Returns the number of answers that were not observed because the queue was full or closed. */
    public long dropped() {
        return dropped.sum();
    }

    /** Drops waiting answers and cancels corrections that are running, without waiting for them. Closing again does nothing. */
    @Override
    public void close() {
        if (this == Shared.QUEUE) {
            return;
        }
        closed = true;
        executor.shutdown();
        while (executor.getQueue().poll() != null) {
            dropped.increment();
        }
        running.forEach(ShadowCall::cancel);
    }

    /** Queues a task, which returns true if it was completed, or drops it. Never waits, and never throws. */
    void submit(BooleanSupplier task) {
        try {
            executor.execute(() -> run(task));
        } catch (Throwable e) {
            drop();
        }
    }

    /** Begins the call of one layer on this thread. */
    ShadowCall begin() {
        ShadowCall call = new ShadowCall(timeout, running::remove);
        running.add(call);
        if (closed) {
            call.cancel();
        }
        return call;
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns the failure of a layer that the timeout has ended. */
    RuntimeException tooLate() {
        return new DeadlineExceededException("the layer took longer than the shadow queue's timeout of " + timeout);
    }

    private void run(BooleanSupplier task) {
        boolean ended = false;
        try {
            ended = task.getAsBoolean();
        } catch (Throwable e) {
            log.warn("failed", "an answer was not observed by layers in shadow mode: " + Failures.describe(e));
        } finally {
            (ended ? completed : dropped).increment();
        }
    }

    private void drop() {
        dropped.increment();
        if (!closed) {
            log.warn(
                    "dropped",
                    "an answer is not observed by layers in shadow mode, as " + maxQueued
                            + " answers wait already; raise the queue's threads or max-queued, or lower the layers' share");
        }
    }

    private static Thread thread(Runnable task, int number) {
        Thread thread = new Thread(null, task, "aligner-shadow-" + number, 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** The shared queue, created when it is first used. */
    private static final class Shared {

        private static final ShadowQueue QUEUE = builder().build();
    }

    /** Collects the settings of a queue. Not safe for use by several threads. */
    public static final class Builder {

        private int threads = DEFAULT_THREADS;
        private int maxQueued = DEFAULT_MAX_QUEUED;
        private Duration timeout = DEFAULT_TIMEOUT;
        private RateLimitedLog log = WARNINGS;

        private Builder() {}

        /**
         * Sets the maximum number of threads.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder threads(int threads) {
            this.threads = requirePositive("threads", threads);
            return this;
        }

        /**
         * Sets the maximum number of answers that wait; their texts are kept in memory.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder maxQueued(int maxQueued) {
            this.maxQueued = requirePositive("queued answers", maxQueued);
            return this;
        }

        /**
         * Sets the longest time that one layer may take for one answer.
         *
         * @throws IllegalArgumentException if it is not above zero
         */
        public Builder timeout(Duration timeout) {
            if (Objects.requireNonNull(timeout, "timeout").isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("a shadow queue's timeout must be above 0, but was " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /** Sets the clock that limits the rate of the queue's warnings. */
        Builder clock(InstantSource clock) {
            this.log = new RateLimitedLog(System.getLogger(ShadowQueue.class.getName()), clock);
            return this;
        }

        /** Returns the queue. */
        public ShadowQueue build() {
            return new ShadowQueue(this);
        }

        private static int requirePositive(String what, int number) {
            if (number < 1) {
                throw new IllegalArgumentException(
                        "a shadow queue's maximum number of " + what + " must be at least 1, but was " + number);
            }
            return number;
        }
    }
}
