// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * Sends a reply as server-sent events: {@code token} for each piece of the corrected answer, then {@code done} with the reply
 * or {@code error} with a problem. The data is JSON, which keeps white space. While there is nothing to send, a comment is
 * sent once a second, which fails when the visitor has left.
 */
final class ReplyEvents implements ReplyListener {

    private static final long COMMENT_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final SseEmitter emitter;
    private volatile boolean gone;
    private volatile long lastComment = System.nanoTime();

    ReplyEvents(SseEmitter emitter) {
        this.emitter = emitter;
        emitter.onCompletion(() -> gone = true);
    }

    @Override
    public boolean isWaiting() {
        if (!gone && System.nanoTime() - lastComment >= COMMENT_INTERVAL) {
            lastComment = System.nanoTime();
            send(SseEmitter.event().comment("waiting"));
        }
        return !gone;
    }

    @Override
    public boolean onPiece(String text) {
        return send("token", Map.of("text", text));
    }

    @Override
    public void onReply(Reply reply) {
        if (send("done", reply)) {
            emitter.complete();
        }
    }

    @Override
    public void onFailure(NoReplyException failure) {
        if (send("error", Problems.of(failure))) {
            emitter.complete();
        }
    }

    private boolean send(String event, Object data) {
        return send(SseEmitter.event().name(event).data(data, MediaType.APPLICATION_JSON));
    }

    private boolean send(SseEventBuilder event) {
        try {
            emitter.send(event);
            return true;
        } catch (IOException | IllegalStateException e) {
            gone = true;
            return false;
        }
    }
}
