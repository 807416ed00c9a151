package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.Layer;
import io.github.aligner4j.autoconfigure.AlignerChains;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The chatbot's API. */
@RestController
@RequestMapping("/api")
class ChatController {

    private static final String DEFAULT_CHAIN = "default";

    private final Chat chat;
    private final AlignerChains chains;
    private final UpstreamProperties upstream;
    private final QuestionLimit limit;

    ChatController(Chat chat, AlignerChains chains, UpstreamProperties upstream, QuestionLimit limit) {
        this.chat = chat;
        this.chains = chains;
        this.upstream = upstream;
        this.limit = limit;
    }

    @PostMapping(path = "/chat", consumes = MediaType.APPLICATION_JSON_VALUE)
    Reply ask(@RequestBody Message message, HttpSession session) {
        Question question = question(message.message(), message.chain());
        QuestionLimit.Running running = limit.begin();
        try {
            return chat.ask(question, conversation(session));
        } finally {
            running.end();
        }
    }

    @GetMapping("/chat/stream")
    SseEmitter stream(
            @RequestParam(required = false) @Nullable String message,
            @RequestParam(required = false) @Nullable String chain,
            HttpSession session) {
        Question question = question(message, chain);
        QuestionLimit.Running running = limit.begin();
        try {
            SseEmitter emitter = new SseEmitter();
            ReplyEvents events = new ReplyEvents(emitter);
            emitter.onCompletion(running::end);
            chat.stream(question, conversation(session), events);
            return emitter;
        } catch (RuntimeException | Error e) {
            running.end();
            throw e;
        }
    }

    @GetMapping("/chat/history")
    List<Reply> history(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? List.of() : conversation(session).replies();
    }

    @DeleteMapping("/chat/history")
    void forget(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            conversation(session).clear();
        }
    }

    @GetMapping("/chains")
    List<Chain> chains() {
        return chains.names().stream()
                .map(name -> new Chain(
                        name,
                        chains.get(name).layers().stream().map(Layer::name).toList()))
                .toList();
    }

    @GetMapping("/upstream")
    Upstream upstream() {
        return new Upstream(upstream.label(), upstream.builtIn());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> explain(BadQuestionException failure) {
        return response(Problems.of(failure));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> explain(RefusedException failure) {
        return response(Problems.of(failure));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> explain(NoReplyException failure) {
        return response(Problems.of(failure));
    }

    /** Sets the content type, since otherwise nothing is written to a client that accepts events only. */
    private static ResponseEntity<ProblemDetail> response(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private Question question(@Nullable String message, @Nullable String chain) {
        String name = chain == null || chain.isBlank() ? DEFAULT_CHAIN : chain;
        if (!chains.names().contains(name)) {
            throw new BadQuestionException(
                    "there is no chain '" + name + "': choose one of " + String.join(", ", chains.names()));
        }
        return new Question(Objects.requireNonNullElse(message, ""), name);
    }

    private static Conversation conversation(HttpSession session) {
        synchronized (session) {
            Conversation conversation = (Conversation) session.getAttribute("conversation");
            if (conversation == null) {
                conversation = new Conversation();
                session.setAttribute("conversation", conversation);
            }
            return conversation;
        }
    }

    /** The body of a question. */
    record Message(@Nullable String message, @Nullable String chain) {}

    /** A chain that can be chosen. */
    record Chain(String name, List<String> layers) {}

    /** The upstream model, for display. */
    record Upstream(String label, boolean builtIn) {}
}
