// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.answer.ThinkingSplitter;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.remote.EngineProfile.Generation;
import io.github.aligner4j.remote.EngineProfile.Response;
import io.github.aligner4j.remote.EngineProfile.Streaming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads one streamed answer and passes its text on. An answer counts only when the engine has said why it ended: a stream that ends
 * before is a failure, however much text it brought.
 */
final class AnswerReader {

    private static final String DONE = "[DONE]";

    /** The type of a reply that is not streamed, and its text. */
    private static final String WHOLE = "chat.completion";

    private static final String WHOLE_TEXT = "/choices/0/message/content";

    private static final String DOING = "receiving an answer";

    private final Generation generation;
    private final HttpFailures failures;
    private final Call call;
    private final int topLogprobs;
    private final CompletionListener listener;
    private final @Nullable ThinkingSplitter thinking;
    private final StringBuilder text = new StringBuilder();
    private final List<TokenLogprobs> logprobs = new ArrayList<>();
    private final long started = System.nanoTime();
    private @Nullable FinishReason finishReason;
    private String half = "";
    private long firstText;
    private int promptTokens = -1;
    private int completionTokens = -1;
    private boolean delivered;

    private AnswerReader(
            Generation generation,
            Transport transport,
            Call call,
            CompletionRequest request,
            @Nullable ThinkingSplitter thinking) {
        this.generation = generation;
        this.failures = transport.failures();
        this.call = call;
        this.topLogprobs = request.topLogprobs();
        this.listener = request.listener();
        this.thinking = thinking;
    }

    /** Returns a reader of the completion of {@code request}, of which it uses the listener and the number of log probabilities. */
    static AnswerReader of(Generation generation, Transport transport, Call call, CompletionRequest request) {
        return new AnswerReader(generation, transport, call, request, null);
    }

    /** Returns a reader that leaves out the thinking at the beginning. */
    static AnswerReader withoutThinking(
            Generation generation, Transport transport, Call call, CompletionListener listener) {
        CompletionRequest request =
                CompletionRequest.builder(Prompt.of("")).listener(listener).build();
        return new AnswerReader(generation, transport, call, request, new ThinkingSplitter());
    }

    /**
     * Sends a request and reads its answer.
     *
     * @throws RemoteEngineException if that fails; it is not resendable if the listener has received text
     */
    Completion send(RequestBody body, Transport transport, Call call) {
        try {
            return transport.exchange(generation.path(), body.build(), call, this::read);
        } catch (RemoteEngineException e) {
            throw delivered ? e.afterText() : e;
        }
    }

    /** Returns the number of tokens of the prompt that the engine reported, or -1. */
    int promptTokens() {
        return promptTokens;
    }

    private Completion read(BodyReader body) {
        boolean empty = true;
        String line = body.line();
        while (line != null) {
            String json = payload(line);
            if (json.equals(DONE)) {
                break;
            }
            if (!json.isEmpty()) {
                empty = false;
                accept(chunk(json));
            }
            line = body.line();
        }
        if (finishReason == null) {
            throw failures.cutOff(empty ? "sent an empty answer" : "ended its answer before it was finished");
        }
        pass(half + (thinking == null ? "" : thinking.end()));
        return completion(finishReason);
    }

    private Completion completion(FinishReason reason) {
        if (topLogprobs > 0 && logprobs.isEmpty() && !text.isEmpty()) {
            throw failures.refused(failures.title() + " at " + failures.url()
                    + " sent no log probabilities; start it so that it does, or use a newer version");
        }
        long ended = System.nanoTime();
        long first = firstText == 0 ? ended : firstText;
        CompletionTimings timings = new CompletionTimings(
                Duration.ZERO, Duration.ofNanos(first - started), Duration.ofNanos(ended - first));
        TokenUsage usage = new TokenUsage(Math.max(0, promptTokens), Math.max(0, completionTokens));
        return new Completion(text.toString(), reason, usage, timings, logprobs);
    }

    /** Returns the JSON of a line; empty for a line without any, such as a comment or an event's name. */
    private String payload(String line) {
        if (generation.streaming() == Streaming.NDJSON || line.startsWith("{") || line.startsWith("<")) {
            return line.strip();
        }
        if (line.startsWith("data:") || line.startsWith("error:")) {
            return line.substring(line.indexOf(':') + 1).strip();
        }
        return "";
    }

    private JsonNode chunk(String json) {
        JsonNode chunk = Json.parse(json);
        if (chunk == null || !chunk.isObject()) {
            throw failures.broken("sent a chunk of its answer that is no JSON object; check that base-url is an"
                    + " engine's, and look into its log");
        }
        return chunk;
    }

    private void accept(JsonNode chunk) {
        CompletionModelException error = error(chunk);
        if (error != null) {
            throw error;
        }
        Response response = generation.response();
        logprobs.addAll(LogprobsReader.logprobs(chunk, generation, topLogprobs, failures));
        append(value(chunk, isWhole(chunk) ? WHOLE_TEXT : response.text()));
        promptTokens = Math.max(promptTokens, Json.number(chunk, response.promptTokens()));
        completionTokens = Math.max(completionTokens, Json.number(chunk, response.completionTokens()));
        finish(value(chunk, response.finishReason()));
    }

    /** Returns whether an endpoint that does not stream has sent the whole reply, which has a message in place of its parts. */
    private boolean isWhole(JsonNode chunk) {
        return text.isEmpty()
                && half.isEmpty()
                && chunk.path("object").asString("").equals(WHOLE);
    }

    /** llama.cpp of early 2025 sends errors as {@code error: {"code": …}}, without a field around them. */
    private @Nullable CompletionModelException error(JsonNode chunk) {
        JsonNode error = chunk.path("error");
        if (!error.isMissingNode() && !error.isNull()) {
            return failures.reported(error);
        }
        return chunk.has("code") && chunk.has("message") ? failures.reported(chunk) : null;
    }

    private String value(JsonNode chunk, String pointer) {
        JsonNode value = Json.at(chunk, pointer);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw failures.broken("sent a " + value.getNodeType().name().toLowerCase(Locale.ROOT)
                    + " where a string belongs (" + pointer + "); check that engine names the kind that runs there");
        }
        return value.stringValue();
    }

    private void append(String chunk) {
        String answer = half + (thinking == null ? chunk : thinking.append(chunk));
        int end = answer.length();
        if (end > 0 && Character.isHighSurrogate(answer.charAt(end - 1))) {
            end--;
        }
        half = answer.substring(end);
        pass(answer.substring(0, end));
    }

    private void pass(String chunk) {
        if (chunk.isEmpty()) {
            return;
        }
        firstText = firstText == 0 ? System.nanoTime() : firstText;
        text.append(chunk);
        if (listener != CompletionListener.NONE) {
            delivered = true;
            listener.onText(chunk);
        }
        call.requireWanted(DOING);
    }

    private void finish(String reason) {
        if (reason.isEmpty() || reason.equals("none")) {
            return;
        }
        finishReason = generation.response().finishReasons().get(reason);
        if (finishReason == null) {
            throw failures.broken("ended its answer for a reason that is neither its end nor a limit; look into the"
                    + " engine's log");
        }
    }
}
