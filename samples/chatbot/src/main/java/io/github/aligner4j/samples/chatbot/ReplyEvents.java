package io.github.aligner4j.samples.chatbot;

import java.io.IOException;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends a reply as server-sent events: {@code token} with a piece of the corrected answer, again and again; then {@code
 * done} with the reply, or {@code error} with a problem. The data is JSON, so that white space survives.
 */
final class ReplyEvents implements ReplyListener {

    private final SseEmitter emitter;

    ReplyEvents(SseEmitter emitter) {
        this.emitter = emitter;
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
        try {
            emitter.send(SseEmitter.event().name(event).data(data, MediaType.APPLICATION_JSON));
            return true;
        } catch (IOException | IllegalStateException gone) {
            return false;
        }
    }
}
