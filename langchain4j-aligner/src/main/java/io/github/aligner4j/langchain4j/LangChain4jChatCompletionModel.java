// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.chat.ChatEndpointModel;
import io.github.aligner4j.chat.ReplyStream;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Uses a LangChain4j model as the chat model behind an Aligner: a {@link ChatModel}, a {@link StreamingChatModel} for calls with a
 * listener, or both. {@link ChatEndpointModel} describes special tokens, thinking, cancellation and deadlines.
 *
 * <p>An aligned model is unwrapped, so the upstream model can correct its own answers without recursion.
 *
 * <p>Temperature, top-k, top-p, the limit of new tokens and stop strings are sent as common request parameters; a seed only to
 * models whose own parameters have one, such as OpenAI's, and else refused.
 */
@Incubating
public final class LangChain4jChatCompletionModel extends ChatEndpointModel {

    private final @Nullable ChatModel model;
    private final @Nullable StreamingChatModel streaming;
    private final boolean modelSampling;

    private LangChain4jChatCompletionModel(Builder builder) {
        super(builder.clock, builder.contentsAreText);
        this.model = builder.model;
        this.streaming = builder.streaming;
        this.modelSampling = builder.modelSampling;
    }

    /** Returns the model behind an Aligner that calls {@code model}, which does not stream. */
    public static LangChain4jChatCompletionModel of(ChatModel model) {
        return builder(model).build();
    }

    /** Returns the model behind an Aligner that calls {@code model}, which streams. */
    public static LangChain4jChatCompletionModel of(StreamingChatModel model) {
        return builder(model).build();
    }

    /** Returns a builder of the model behind an Aligner that calls {@code model}. */
    public static Builder builder(ChatModel model) {
        return new Builder(AlignedChatModel.unwrap(Objects.requireNonNull(model, "model")), null);
    }

    /** Returns a builder of the model behind an Aligner that calls {@code model}, which streams. */
    public static Builder builder(StreamingChatModel model) {
        return new Builder(null, AlignedStreamingChatModel.unwrap(Objects.requireNonNull(model, "model")));
    }

    @Override
    protected boolean streams(ChatCompletionRequest request) {
        return streaming != null && (model == null || request.listener() != CompletionListener.NONE);
    }

    @Override
    protected void requireSendable(ChatCompletionRequest request) {
        if (request.sampling().seed().isPresent() && !ProviderSeed.isSupported(defaults())) {
            throw new CompletionModelException(
                    "seed " + request.sampling().seed().getAsLong()
                            + " can't be sent: the chat model's request parameters have no seed; leave it out, or use a model whose"
                            + " parameters have one, such as OpenAI's");
        }
    }

    @Override
    protected Reply generate(ChatCompletionRequest request) {
        ChatResponse response = Objects.requireNonNull(model, "model").chat(chatRequest(request));
        return reply(response, response.aiMessage().text());
    }

    @Override
    protected void stream(ChatCompletionRequest request, ReplyStream stream) {
        Objects.requireNonNull(streaming, "streaming").chat(chatRequest(request), new ReplyHandler(stream));
    }

    /** Returns the reply in {@code response}, unless a filter of the provider ended it. */
    static Reply reply(ChatResponse response, @Nullable String text) {
        boolean cut = response.finishReason() == dev.langchain4j.model.output.FinishReason.LENGTH;
        return new Reply(
                AlignmentOptions.isFiltered(response) ? null : text,
                cut ? FinishReason.LENGTH : FinishReason.STOP,
                usage(response));
    }

    private ChatRequest chatRequest(ChatCompletionRequest request) {
        return ChatRequest.builder()
                .messages(request.messages().stream()
                        .map(LangChain4jChatCompletionModel::message)
                        .toList())
                .parameters(parameters(request))
                .build();
    }

    private static ChatMessage message(Turn turn) {
        return switch (turn.role()) {
            case SYSTEM -> SystemMessage.from(turn.text());
            case USER -> UserMessage.from(turn.text());
            case ASSISTANT -> AiMessage.from(turn.text());
        };
    }

    private ChatRequestParameters parameters(ChatCompletionRequest request) {
        SamplingParameters sampling = request.sampling();
        DefaultChatRequestParameters.Builder<?> parameters = DefaultChatRequestParameters.builder();
        parameters.stopSequences(request.stop());
        sampling.maxNewTokens().ifPresent(parameters::maxOutputTokens);
        if (!modelSampling) {
            parameters.temperature(sampling.temperature());
            if (sampling.topK() > 0) {
                parameters.topK(sampling.topK());
            }
            if (sampling.topP() < 1) {
                parameters.topP(sampling.topP());
            }
        }
        ChatRequestParameters common = parameters.build();
        return sampling.seed().isPresent()
                ? ProviderSeed.add(common, defaults(), sampling.seed().getAsLong())
                : common;
    }

    private ChatRequestParameters defaults() {
        return model != null
                ? model.defaultRequestParameters()
                : Objects.requireNonNull(streaming, "streaming").defaultRequestParameters();
    }

    private static TokenUsage usage(ChatResponse response) {
        var usage = response.tokenUsage();
        return usage == null
                ? TokenUsage.NONE
                : new TokenUsage(orZero(usage.inputTokenCount()), orZero(usage.outputTokenCount()));
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : Math.max(0, count);
    }

    /** Collects the settings of a {@link LangChain4jChatCompletionModel}. Not safe for use by several threads. */
    public static final class Builder {

        private final @Nullable ChatModel model;
        private @Nullable StreamingChatModel streaming;
        private boolean contentsAreText;
        private boolean modelSampling;
        private InstantSource clock = InstantSource.system();

        private Builder(@Nullable ChatModel model, @Nullable StreamingChatModel streaming) {
            this.model = model;
            this.streaming = streaming;
        }

        /** Sets the model for calls with a listener; the other one is called for the rest. */
        public Builder streaming(StreamingChatModel streaming) {
            this.streaming = AlignedStreamingChatModel.unwrap(Objects.requireNonNull(streaming, "streaming"));
            return this;
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
        public LangChain4jChatCompletionModel build() {
            return new LangChain4jChatCompletionModel(this);
        }
    }
}
