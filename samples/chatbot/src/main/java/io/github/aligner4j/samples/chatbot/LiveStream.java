// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * A page that receives live events. They are sent on another thread, one at a time; of a page that does not keep up, the oldest
 * ones are dropped.
 */
final class LiveStream {

    static final int MAX_PENDING = 64;

    private final Visit visit;
    private final SseEmitter emitter;
    private final Executor executor;
    private final Deque<SseEventBuilder> pending = new ArrayDeque<>();
    private boolean sending;

    /**
     * Creates a stream.
     *
     * @param visit the session that the page belongs to
     * @param emitter the connection to the page
     * @param executor runs the threads that send
     */
    LiveStream(Visit visit, SseEmitter emitter, Executor executor) {
        this.visit = visit;
        this.emitter = emitter;
        this.executor = executor;
    }

    /** Returns true if the page belongs to {@code other}. */
    boolean isOf(Visit other) {
        return visit == other;
    }

    /** Sends an event soon. */
    void offer(SseEventBuilder event) {
        synchronized (pending) {
            if (pending.size() == MAX_PENDING) {
                pending.removeFirst();
            }
            pending.addLast(event);
            if (sending) {
                return;
            }
            sending = true;
        }
        try {
            executor.execute(this::send);
        } catch (RejectedExecutionException e) {
            emitter.completeWithError(e);
        }
    }

    /** Ends the stream. */
    void close() {
        emitter.complete();
    }

    private void send() {
        try {
            for (SseEventBuilder event = next(); event != null; event = next()) {
                emitter.send(event);
            }
        } catch (IOException | IllegalStateException e) {
            // The page has left; the emitter's completion removes this stream.
            emitter.completeWithError(e);
        }
    }

    private @Nullable SseEventBuilder next() {
        synchronized (pending) {
            SseEventBuilder event = pending.pollFirst();
            sending = event != null;
            return event;
        }
    }
}
