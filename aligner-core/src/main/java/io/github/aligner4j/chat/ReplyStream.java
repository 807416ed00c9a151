// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chat;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.chat.ChatEndpointModel.Reply;
import io.github.aligner4j.completion.CompletionModelException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries a streamed reply from the threads of an endpoint to the thread that waits for it.
 *
 * <p>Events may come from several threads, one after another, and never block or throw. Those after the end of the reply are
 * ignored.
 */
@Incubating
public final class ReplyStream implements AutoCloseable {

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Object lock = new Object();
    private final StringBuilder received = new StringBuilder();
    private @Nullable Runnable cancellation;
    private boolean closed;
    private boolean ended;

    ReplyStream() {}

    /** Appends the next chunk of the reply; an empty or missing one is ignored. */
    public void text(@Nullable String chunk) {
        if (chunk == null || chunk.isEmpty()) {
            return;
        }
        synchronized (lock) {
            received.append(chunk);
        }
        events.add(new Event(chunk, null, null));
    }

    /** Returns the text received so far. */
    public String received() {
        synchronized (lock) {
            return received.toString();
        }
    }

    /** Ends the stream with the whole reply, whose text is delivered if no chunk was. */
    public void complete(Reply reply) {
        events.add(new Event(null, reply, null));
    }

    /** Ends the stream with the endpoint's failure. */
    public void fail(Throwable failure) {
        events.add(new Event(null, null, failure));
    }

    /**
     * Sets what cancels the endpoint's call when nobody waits for it any more; run at once if that is so already. Only the first
     * one counts.
     */
    public void onCancel(Runnable action) {
        synchronized (lock) {
            if (cancellation != null) {
                return;
            }
            cancellation = action;
            if (!closed || ended) {
                return;
            }
        }
        action.run();
    }

    /** Passes the chunks to {@code listener} on this thread and returns the reply. */
    Reply read(Consumer<String> listener) {
        while (true) {
            Event event = next();
            if (event.reply != null) {
                ended();
                return event.reply;
            }
            if (event.failure != null) {
                ended();
                throw event.failure instanceof RuntimeException exception
                        ? exception
                        : new CompletionModelException(
                                "the chat model behind the Aligner failed: "
                                        + event.failure.getClass().getName(),
                                event.failure);
            }
            listener.accept(String.valueOf(event.chunk));
        }
    }

    private void ended() {
        synchronized (lock) {
            ended = true;
        }
    }

    private Event next() {
        try {
            return events.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionModelException("interrupted while waiting for the chat model behind the Aligner", e);
        }
    }

    /** Cancels the endpoint's call, unless it has ended. */
    @Override
    public void close() {
        Runnable action;
        synchronized (lock) {
            closed = true;
            action = ended ? null : cancellation;
        }
        if (action != null) {
            action.run();
        }
    }

    private record Event(
            @Nullable String chunk,
            @Nullable Reply reply,
            @Nullable Throwable failure) {}
}
