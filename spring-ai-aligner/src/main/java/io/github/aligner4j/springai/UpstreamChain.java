// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.Failures;
import io.github.aligner4j.Upstream;
import io.github.aligner4j.answer.InlineThinking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * The rest of the advisor chain, with the upstream model at its end, which answers one request again, as often as needed: with the
 * request's messages, its last answer, and a message of the user. Keeps the last response with an answer in text. For one thread.
 */
final class UpstreamChain implements Upstream {

    private static final String AGAIN = "the upstream model was asked again and ";

    private final ChatClientRequest request;
    private final AdvisorOptions options;
    private final CorrectionContext context;
    private final Function<ChatClientRequest, List<ChatClientResponse>> next;
    private List<ChatClientResponse> response;
    private StreamedResponse read;
    private Usage others = new EmptyUsage();
    private boolean reprompted;

    /**
     * Creates it.
     *
     * @param request the request, as it was sent the first time
     * @param options the advisor's options
     * @param context the context of the correction
     * @param next sends a request through the rest of the chain, and returns the chunks of the response, or all of it as one
     * @param first the first response
     */
    UpstreamChain(
            ChatClientRequest request,
            AdvisorOptions options,
            CorrectionContext context,
            Function<ChatClientRequest, List<ChatClientResponse>> next,
            StreamedResponse first) {
        this.request = request;
        this.options = options;
        this.context = context;
        this.next = next;
        this.read = first;
        this.response = first.chunks();
    }

    @Override
    public String reprompt(String message) {
        throwIfOver();
        List<ChatClientResponse> reply = ask(message);
        throwIfOver();
        StreamedResponse newRead = StreamedResponse.of(reply);
        String answer;
        try {
            answer = requireAnswer(newRead);
        } catch (AlignerException e) {
            others = TokenUsages.sum(others, TokenUsages.of(reply));
            throw e;
        }
        others = TokenUsages.sum(others, TokenUsages.of(response));
        response = reply;
        read = newRead;
        reprompted = true;
        return answer;
    }

    /** Returns true if a new response may take the place of the first one, which is so if that is one answer and nothing else. */
    boolean mayReplace() {
        return read.answerCount() == 1 && !read.hasToolCalls();
    }

    /** Returns true if the last response is a new one. */
    boolean reprompted() {
        return reprompted;
    }

    /** Returns the last response; it reports the usage of all. */
    StreamedResponse response() {
        return StreamedResponse.of(TokenUsages.added(others, response));
    }

    private List<ChatClientResponse> ask(String message) {
        try {
            List<ChatClientResponse> reply = next.apply(AdvisorContext.with(request, again(message)));
            return options.keepsThinking() ? reply : Thoughts.removedFrom(reply);
        } catch (CorrectionCancelledException | DeadlineExceededException e) {
            throw e;
        } catch (Throwable e) {
            throwIfOver();
            throw new AlignerException(AGAIN + "failed: " + Failures.describe(e), e);
        }
    }

    private Prompt again(String message) {
        List<Message> messages = new ArrayList<>(request.prompt().getInstructions());
        String text = String.join("", read.answers());
        String answer = withoutThinking(text);
        messages.add(new AssistantMessage(answer.isBlank() ? text : answer));
        messages.add(new UserMessage(message));
        return new Prompt(messages, request.prompt().getOptions());
    }

    private String withoutThinking(String text) {
        return InlineThinking.of(text, options.thinkingOpened()).answer();
    }

    private String requireAnswer(StreamedResponse reply) {
        if (reply.hasToolCalls()) {
            throw new AlignerException(AGAIN + "called tools instead of answering");
        }
        if (reply.isFiltered()) {
            throw new AlignerException(AGAIN + "its provider's content filter ended the answer");
        }
        if (reply.answerCount() > 1) {
            throw new AlignerException(AGAIN + "gave " + reply.answerCount() + " answers instead of one");
        }
        String answer = withoutThinking(String.join("", reply.answers()));
        if (answer.isBlank()) {
            throw new AlignerException(AGAIN + "gave no text");
        }
        return answer;
    }

    private void throwIfOver() {
        context.cancellation().throwIfCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw new CorrectionCancelledException(
                    "the caller was interrupted while the upstream model answered again");
        }
        if (context.deadline().isPresent()
                && !Instant.now().isBefore(context.deadline().get())) {
            throw new DeadlineExceededException("the deadline passed while the upstream model answered again");
        }
    }
}
