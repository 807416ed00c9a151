// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * Sends live events to all open pages: {@code counters} of all visitors, once a second if they have changed, and to the pages of
 * one session only, what happens in that session. Safe for use by several threads.
 */
@Component
class LiveStreams {

    static final int MAX_STREAMS = 200;
    static final int MAX_STREAMS_OF_VISIT = 4;

    /** A page connects again after that. */
    private static final Duration MAX_AGE = Duration.ofMinutes(30);

    /** A comment finds out which pages have left. */
    private static final int COMMENT_INTERVAL_SECONDS = 10;

    private final LiveCounters counters;
    private final Executor executor;
    private final List<LiveStream> streams = new CopyOnWriteArrayList<>();
    private long sentVersion;
    private int secondsSinceComment;
    private volatile boolean closed;

    LiveStreams(LiveCounters counters, @Qualifier("applicationTaskExecutor") TaskExecutor executor) {
        this.counters = counters;
        this.executor = executor;
    }

    /**
     * Opens a stream to a page of {@code visit}, and sends the present counters. The session's oldest stream ends if it has too
     * many.
     *
     * @throws RefusedException if there are too many streams of all sessions
     */
    synchronized SseEmitter open(Visit visit) {
        List<LiveStream> own =
                streams.stream().filter(stream -> stream.isOf(visit)).toList();
        if (own.size() >= MAX_STREAMS_OF_VISIT) {
            remove(own.get(0));
        }
        if (closed || streams.size() >= MAX_STREAMS) {
            throw new RefusedException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "as many pages as may (" + MAX_STREAMS + ") receive live events; try again later");
        }
        SseEmitter emitter = new SseEmitter(MAX_AGE.toMillis());
        LiveStream stream = new LiveStream(visit, emitter, executor);
        emitter.onCompletion(() -> streams.remove(stream));
        emitter.onTimeout(emitter::complete);
        streams.add(stream);
        stream.offer(event("counters", counters.snapshot()));
        return emitter;
    }

    /** Sends an event to the pages of one session. */
    void send(Visit visit, String name, Object data) {
        for (LiveStream stream : streams) {
            if (stream.isOf(visit)) {
                stream.offer(event(name, data));
            }
        }
    }

    /** Sends the counters to all pages if they have changed. */
    @Scheduled(fixedDelay = 1000)
    synchronized void tick() {
        LiveCounters.Snapshot now = counters.snapshot();
        if (now.version() != sentVersion) {
            sentVersion = now.version();
            secondsSinceComment = 0;
            streams.forEach(stream -> stream.offer(event("counters", now)));
        } else if (++secondsSinceComment >= COMMENT_INTERVAL_SECONDS) {
            secondsSinceComment = 0;
            streams.forEach(stream -> stream.offer(SseEmitter.event().comment("open")));
        }
    }

    /** Ends the streams of a session. */
    void close(Visit visit) {
        streams.stream().filter(stream -> stream.isOf(visit)).forEach(this::remove);
    }

    /** Ends all streams, so that a graceful shutdown does not wait for them. */
    @EventListener(ContextClosedEvent.class)
    void closeAll() {
        closed = true;
        streams.forEach(this::remove);
    }

    private void remove(LiveStream stream) {
        streams.remove(stream);
        stream.close();
    }

    private static SseEventBuilder event(String name, Object data) {
        return SseEmitter.event().name(name).data(data, MediaType.APPLICATION_JSON);
    }
}
