// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

import io.github.aligner4j.Cancellation;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The script of an Aligner or a model: texts by function, failures to come, a gate and the requests so far. */
final class Script<R> {

    private final Object lock = new Object();
    private final CallGate gate = new CallGate();
    private final List<R> requests = new ArrayList<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final Function<? super R, String> initial;
    private Function<? super R, String> texts;

    Script(Function<? super R, String> texts) {
        this.initial = Objects.requireNonNull(texts, "texts");
        this.texts = texts;
    }

    /** Returns the next of {@code texts} for each request, and the last one for all that follow. */
    static <R> Function<R, String> inOrder(List<String> texts) {
        List<String> copy = List.copyOf(texts);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("a script needs at least one text, but has none");
        }
        AtomicInteger next = new AtomicInteger();
        return request -> copy.get(next.getAndUpdate(index -> Math.min(index + 1, copy.size() - 1)));
    }

    static <R> Function<R, String> failing(RuntimeException failure) {
        Objects.requireNonNull(failure, "failure");
        return request -> {
            throw failure;
        };
    }

    void texts(Function<? super R, String> texts) {
        Objects.requireNonNull(texts, "texts");
        synchronized (lock) {
            this.texts = texts;
        }
    }

    void failNext(RuntimeException... next) {
        synchronized (lock) {
            failures.addAll(List.of(next));
        }
    }

    void block() {
        gate.close();
    }

    void release() {
        gate.open();
    }

    List<R> requests() {
        synchronized (lock) {
            return List.copyOf(requests);
        }
    }

    void awaitRequests(int count) {
        synchronized (lock) {
            while (requests.size() < count) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(
                            "interrupted while waiting for " + count + " requests, after " + requests.size(), e);
                }
            }
        }
    }

    void reset() {
        synchronized (lock) {
            requests.clear();
            failures.clear();
            texts = initial;
        }
        gate.open();
    }

    /** Records {@code request} and returns its text, after the gate has opened. */
    String run(R request, Cancellation cancellation, @Nullable Instant deadline) {
        Function<? super R, String> current;
        RuntimeException failure;
        synchronized (lock) {
            requests.add(request);
            lock.notifyAll();
            current = texts;
            failure = failures.poll();
        }
        gate.pass(cancellation, deadline);
        if (failure != null) {
            throw failure;
        }
        return current.apply(request);
    }

    /** Passes chunks to a listener, unless the call ends before. */
    static void stream(
            List<String> chunks, Consumer<String> listener, Cancellation cancellation, @Nullable Instant deadline) {
        for (String chunk : chunks) {
            listener.accept(chunk);
            CallGate.check(cancellation, deadline);
        }
    }
}
