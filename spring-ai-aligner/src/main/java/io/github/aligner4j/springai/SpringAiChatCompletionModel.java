// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.chat.ChatEndpointModel;
import io.github.aligner4j.chat.ReplyStream;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;

/**
 * Uses a Spring AI {@link ChatModel} or {@link ChatClient} as the chat model behind an Aligner. A request with a listener is
 * streamed if the model streams. {@link ChatEndpointModel} describes special tokens, thinking, cancellation and deadlines.
 *
 * <p>A chat model has no advisors, so it is never aligned. A chat client is called with {@link AlignerAdvisor#SKIP}, so an aligned
 * one can correct its own answers without recursion; its other advisors, such as memory, see the Aligner's calls, which is why a
 * chat model is the better choice where there is one.
 *
 * <p>Temperature, top-k, top-p, the limit of new tokens and stop strings are sent in options of the model's own class; a seed only
 * if that class has one, such as OpenAI's, and else refused.
 */
@Incubating
public final class SpringAiChatCompletionModel extends ChatEndpointModel {

    private final ChatCalls calls;
    private final boolean modelSampling;

    private SpringAiChatCompletionModel(Builder builder) {
        super(builder.clock, builder.contentsAreText);
        this.calls = builder.calls;
        this.modelSampling = builder.modelSampling;
    }

    /** Returns the model behind an Aligner that calls {@code model}. */
    public static SpringAiChatCompletionModel of(ChatModel model) {
        return builder(model).build();
    }

    /** Returns the model behind an Aligner that calls {@code client} below its alignment. */
    public static SpringAiChatCompletionModel of(ChatClient client) {
        return builder(client).build();
    }

    /** Returns a builder of the model behind an Aligner that calls {@code model}. */
    public static Builder builder(ChatModel model) {
        return new Builder(ChatCalls.of(Objects.requireNonNull(model, "model")));
    }

    /** Returns a builder of the model behind an Aligner that calls {@code client} below its alignment. */
    public static Builder builder(ChatClient client) {
        return new Builder(ChatCalls.of(Objects.requireNonNull(client, "client")));
    }

    @Override
    protected boolean streams(ChatCompletionRequest request) {
        return request.listener() != CompletionListener.NONE;
    }

    @Override
    protected void requireSendable(ChatCompletionRequest request) {
        if (request.sampling().seed().isPresent() && !ProviderSeed.isSupported(calls.options())) {
            throw new CompletionModelException(
                    "seed " + request.sampling().seed().getAsLong()
                            + " can't be sent: the chat model's options have no seed; leave it out, or use a model whose options have"
                            + " one, such as OpenAI's");
        }
    }

    @Override
    protected Reply generate(ChatCompletionRequest request) {
        ChatResponse response = calls.call(messages(request), options(request));
        Optional<Generation> answer = response.getResults().stream()
                .filter(generation -> !Generations.answer(generation).isEmpty())
                .findFirst();
        return new Reply(
                answer.filter(generation -> !Generations.isFiltered(generation))
                        .map(Generations::answer)
                        .orElse(null),
                answer.map(generation -> finishReason(generation.getMetadata().getFinishReason()))
                        .orElse(FinishReason.STOP),
                TokenUsages.of(response.getMetadata()));
    }

    @Override
    protected void stream(ChatCompletionRequest request, ReplyStream stream) {
        try {
            calls.stream(messages(request), options(request)).subscribe(new ReplySubscriber(stream));
        } catch (UnsupportedOperationException e) {
            stream.complete(generate(request));
        }
    }

    /** OpenAI and others report {@code length}, Anthropic and Google {@code max_tokens}. */
    static FinishReason finishReason(@Nullable String reason) {
        boolean cut = "length".equalsIgnoreCase(reason) || "max_tokens".equalsIgnoreCase(reason);
        return cut ? FinishReason.LENGTH : FinishReason.STOP;
    }

    private static List<Message> messages(ChatCompletionRequest request) {
        return request.messages().stream()
                .map(SpringAiChatCompletionModel::message)
                .toList();
    }

    private static Message message(Turn turn) {
        return switch (turn.role()) {
            case SYSTEM -> new SystemMessage(turn.text());
            case USER -> new UserMessage(turn.text());
            case ASSISTANT -> new AssistantMessage(turn.text());
        };
    }

    /** Returns the model's own options with the request's settings; providers refuse options of a foreign class. */
    private ChatOptions.Builder<?> options(ChatCompletionRequest request) {
        SamplingParameters sampling = request.sampling();
        ChatOptions.Builder<?> options = calls.options();
        options.stopSequences(request.stop());
        sampling.maxNewTokens().ifPresent(options::maxTokens);
        if (!modelSampling) {
            options.temperature(sampling.temperature());
            if (sampling.topK() > 0) {
                options.topK(sampling.topK());
            }
            if (sampling.topP() < 1) {
                options.topP(sampling.topP());
            }
        }
        sampling.seed().ifPresent(seed -> ProviderSeed.add(options, seed));
        return options;
    }

    /** Collects the settings of a {@link SpringAiChatCompletionModel}. Not safe for use by several threads. */
    public static final class Builder {

        private final ChatCalls calls;
        private boolean contentsAreText;
        private boolean modelSampling;
        private InstantSource clock = InstantSource.system();

        private Builder(ChatCalls calls) {
            this.calls = calls;
        }

        /**
         * Says that the endpoint takes the contents of messages as text, so that {@code </s>} in a question need not be refused.
         * True of hosted APIs such as OpenAI's, Anthropic's and Google's, not of servers that render a chat template themselves.
         */
        public Builder contentsAreText() {
            this.contentsAreText = true;
            return this;
        }

        /** Leaves temperature, top-k and top-p to the chat model, as reasoning models refuse requests that set them. */
        public Builder modelSampling() {
            this.modelSampling = true;
            return this;
        }

        /** Sets the clock by which deadlines are read. */
        Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** Returns the model. */
        public SpringAiChatCompletionModel build() {
            return new SpringAiChatCompletionModel(this);
        }
    }
}
