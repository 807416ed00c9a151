// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.autoconfigure.AlignerChains;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Questions and answers. */
@RestController
@RequestMapping("/api/chat")
class ChatController {

    private static final String DEFAULT_CHAIN = "default";

    private final Chat chat;
    private final AlignerChains chains;
    private final Upstreams upstreams;
    private final QuestionLimit limit;
    private final Visits visits;

    ChatController(Chat chat, AlignerChains chains, Upstreams upstreams, QuestionLimit limit, Visits visits) {
        this.chat = chat;
        this.chains = chains;
        this.upstreams = upstreams;
        this.limit = limit;
        this.visits = visits;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Reply ask(@RequestBody Message message, HttpSession session) {
        Exchange exchange = exchange(message, session);
        QuestionLimit.Running running = limit.begin();
        try {
            return chat.ask(exchange);
        } finally {
            running.end();
        }
    }

    @GetMapping("/stream")
    SseEmitter stream(Message message, HttpSession session) {
        Exchange exchange = exchange(message, session);
        QuestionLimit.Running running = limit.begin();
        try {
            SseEmitter emitter = new SseEmitter();
            ReplyEvents events = new ReplyEvents(emitter);
            emitter.onCompletion(running::end);
            chat.stream(exchange, events);
            return emitter;
        } catch (RuntimeException | Error e) {
            running.end();
            throw e;
        }
    }

    @GetMapping("/history")
    List<Reply> history(@RequestParam(required = false) @Nullable String conversation, HttpServletRequest request) {
        return visits.of(request)
                .map(visit -> visit.conversations().get(conversation).replies())
                .orElse(List.of());
    }

    @DeleteMapping("/history")
    void forget(@RequestParam(required = false) @Nullable String conversation, HttpServletRequest request) {
        visits.of(request)
                .ifPresent(visit -> visit.conversations().get(conversation).clear());
    }

    private Exchange exchange(Message message, HttpSession session) {
        Question question = question(message);
        Visit visit = visits.of(session);
        return new Exchange(question, visit, visit.conversations().get(message.conversation()));
    }

    private Question question(Message message) {
        String chain = message.chain() == null || message.chain().isBlank() ? DEFAULT_CHAIN : message.chain();
        if (!chains.contains(chain)) {
            throw new BadQuestionException(
                    "there is no chain '" + chain + "': choose one of " + String.join(", ", chains.names()));
        }
        return new Question(
                Objects.requireNonNullElse(message.message(), ""),
                chain,
                upstreams.get(message.model()),
                message.aligned(),
                streaming(message, chains.get(chain)));
    }

    private static StreamingPolicy streaming(Message message, AlignerStack chain) {
        StreamingPolicy policy = message.streamingPolicy();
        if (policy == StreamingPolicy.SENTENCE && !chain.supportsWindows()) {
            throw new BadQuestionException("the chain '" + chain.name()
                    + "' can't be streamed sentence by sentence, as one of its Aligners needs the whole answer:"
                    + " choose streaming=whole");
        }
        return policy;
    }
}
