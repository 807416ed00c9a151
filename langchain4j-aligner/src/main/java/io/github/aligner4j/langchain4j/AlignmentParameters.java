// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.RequestAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Request parameters that control how an aligned model treats the answer to one request, beside the parameters of the
 * upstream model.
 *
 * <pre>{@code
 * ChatRequest request = ChatRequest.builder()
 *         .messages(UserMessage.from("How do I reset my password?"))
 *         .parameters(AlignmentParameters.builder()
 *                 .attribute("language", "en")
 *                 .deadline(Instant.now().plusSeconds(5))
 *                 .parameters(OpenAiChatRequestParameters.builder().seed(7).build())
 *                 .build())
 *         .build();
 * }</pre>
 *
 * <p>An AI Service takes them as an argument of its method, of the type {@code ChatRequestParameters}, or from its {@code
 * chatRequestTransformer}; they hold for all rounds of a tool loop. An aligned model takes them out of the request before it
 * calls its upstream model, and passes them on if that is an aligned model too. A decorator around the aligned model that
 * merges them into the parameters of another class, such as a provider's, loses them; the answer is then corrected without
 * them.
 *
 * <p>Immutable if the attributes are.
 */
public final class AlignmentParameters extends DefaultChatRequestParameters {

    static final AlignmentParameters NONE = builder().build();

    private final ChatRequestParameters parameters;
    private final @Nullable Boolean skip;
    private final @Nullable String chain;
    private final Map<String, Object> attributes;
    private final @Nullable Instant deadline;
    private final @Nullable List<String> context;
    private final @Nullable String question;

    private AlignmentParameters(ChatRequestParameters parameters, Builder settings) {
        super(DefaultChatRequestParameters.builder().overrideWith(parameters));
        this.parameters = parameters;
        this.skip = settings.skip;
        this.chain = settings.chain;
        this.attributes = Map.copyOf(settings.attributes);
        this.deadline = settings.deadline;
        this.context = settings.context;
        this.question = settings.question;
    }

    /** Returns a builder of parameters, which by default change nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns whether the answer passes uncorrected. */
    public boolean skip() {
        return Boolean.TRUE.equals(skip);
    }

    /** Returns the name of the chain that corrects the answer, or null if it is the model's own Aligner. */
    @Incubating
    public @Nullable String chain() {
        return chain;
    }

    /** Returns the attributes of the {@linkplain io.github.aligner4j.CorrectionRequest#attributes() correction request}. */
    public Map<String, Object> attributes() {
        return attributes;
    }

    /** Returns the instant by which the answer has to be corrected, or null if there is none. */
    public @Nullable Instant deadline() {
        return deadline;
    }

    /**
     * Returns the {@linkplain io.github.aligner4j.CorrectionRequest#context() passages} that were retrieved for the question, or
     * null if they are to be taken from the user message, where an {@link AlignedRetrievalAugmentor} notes them.
     */
    @Incubating
    public @Nullable List<String> context() {
        return context;
    }

    /** Returns the user's question, or null if it is to be taken from the last user message. */
    @Incubating
    public @Nullable String question() {
        return question;
    }

    /**
     * Returns {@code request} with the id of its memory as the attribute {@link RequestAttributes#CONVERSATION}, unless it has that
     * already. Meant for {@code AiServices.builder(…).chatRequestTransformer(AlignmentParameters::withConversation)}.
     */
    @Incubating
    public static ChatRequest withConversation(ChatRequest request, @Nullable Object memoryId) {
        String id = Retrieval.conversation(memoryId);
        boolean known = request.parameters() instanceof AlignmentParameters alignment
                && alignment.attributes.containsKey(RequestAttributes.CONVERSATION);
        if (id == null || known) {
            return request;
        }
        return request.toBuilder()
                .parameters(builder()
                        .overrideWith(request.parameters())
                        .attribute(RequestAttributes.CONVERSATION, id)
                        .build())
                .build();
    }

    /** Returns the parameters of the upstream model. */
    ChatRequestParameters parameters() {
        return parameters;
    }

    /**
     * Returns a copy around the parameters of an upstream model that is aligned too; without the chain, which names one of the model
     * above.
     */
    AlignmentParameters around(ChatRequestParameters parameters) {
        Builder settings = builder().settings(this);
        settings.chain = null;
        return new AlignmentParameters(parameters, settings);
    }

    @Override
    public ChatRequestParameters overrideWith(ChatRequestParameters that) {
        Builder settings = builder().settings(this);
        if (that instanceof AlignmentParameters other) {
            return new AlignmentParameters(parameters.overrideWith(other.parameters), settings.settings(other));
        }
        return new AlignmentParameters(parameters.overrideWith(that), settings);
    }

    @Override
    public ChatRequestParameters defaultedBy(ChatRequestParameters that) {
        return that instanceof AlignmentParameters other
                ? other.overrideWith(this)
                : new AlignmentParameters(
                        parameters.defaultedBy(that), builder().settings(this));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AlignmentParameters that
                && parameters.equals(that.parameters)
                && Objects.equals(skip, that.skip)
                && Objects.equals(chain, that.chain)
                && attributes.equals(that.attributes)
                && Objects.equals(deadline, that.deadline)
                && Objects.equals(context, that.context)
                && Objects.equals(question, that.question);
    }

    @Override
    public int hashCode() {
        return Objects.hash(parameters, skip, chain, attributes, deadline, context, question);
    }

    /** Returns a description without texts: without the values of attributes, the question and the passages. */
    @Override
    public String toString() {
        return "AlignmentParameters{skip=" + skip() + ", chain=" + chain + ", attributes=" + attributes.keySet()
                + ", deadline=" + deadline
                + ", context=" + (context == null ? "none" : context.size() + " passages") + ", parameters="
                + parameters + '}';
    }

    /** Collects the parameters of one request. Not safe for use by several threads. */
    public static final class Builder extends DefaultChatRequestParameters.Builder<Builder> {

        private ChatRequestParameters parameters = DefaultChatRequestParameters.EMPTY;
        private @Nullable Boolean skip;
        private @Nullable String chain;
        private final Map<String, Object> attributes = new HashMap<>();
        private @Nullable Instant deadline;
        private @Nullable List<String> context;
        private @Nullable String question;

        private Builder() {}

        /** Sets the upstream model's own parameters, such as a provider's; common ones set here override them. */
        public Builder parameters(ChatRequestParameters parameters) {
            this.parameters = Objects.requireNonNull(parameters, "parameters");
            return this;
        }

        /** Sets whether the answer passes uncorrected. */
        public Builder skip(boolean skip) {
            this.skip = skip;
            return this;
        }

        /**
         * Sets the chain that corrects the answer instead of the model's own Aligner: the name of one of {@link
         * AlignedModelBuilder#chains}. The call fails with an {@link IllegalArgumentException} if there is none with that name.
         */
        @Incubating
        public Builder chain(String name) {
            this.chain = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Adds an attribute of the correction request, for gates, guards and listeners. {@link RequestAttributes#USER} and {@link
         * RequestAttributes#CONVERSATION} decide who belongs to the share of a {@link io.github.aligner4j.Rollout}.
         */
        public Builder attribute(String name, Object value) {
            attributes.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Sets the {@linkplain CorrectionRequest#aspects() aspects} to improve, for Aligners that read them. They are the attribute
         * {@link CorrectionRequest#ASPECTS}.
         *
         * @param aspects names, such as {@code harmlessness}, or sentences
         * @throws IllegalArgumentException if one is blank
         */
        @Incubating
        public Builder aspects(List<String> aspects) {
            attributes.put(
                    CorrectionRequest.ASPECTS,
                    CorrectionRequest.of("", "").withAspects(aspects).aspects());
            return this;
        }

        /**
         * Sets the instant by which the answer has to be corrected. A correction that is not finished then fails with a {@link
         * io.github.aligner4j.DeadlineExceededException}, subject to the failure policies of a stack. The upstream model does
         * not see it.
         */
        public Builder deadline(Instant deadline) {
            this.deadline = Objects.requireNonNull(deadline, "deadline");
            return this;
        }

        /**
         * Sets the passages that were retrieved for the question, most relevant first, for Aligners that correct by them. The
         * upstream model does not see them; what it reads is in its messages.
         */
        @Incubating
        public Builder context(List<String> passages) {
            this.context = List.copyOf(passages);
            return this;
        }

        /** Sets the user's question, if the last user message is more than that, such as a prompt with retrieved passages. */
        @Incubating
        public Builder question(String question) {
            this.question = Objects.requireNonNull(question, "question");
            return this;
        }

        @Override
        public Builder overrideWith(ChatRequestParameters that) {
            if (that instanceof AlignmentParameters other) {
                parameters = parameters.overrideWith(other.parameters);
                settings(other);
            } else {
                parameters = parameters.overrideWith(that);
            }
            return super.overrideWith(that);
        }

        private Builder settings(AlignmentParameters from) {
            skip = from.skip == null ? skip : from.skip;
            chain = from.chain == null ? chain : from.chain;
            attributes.putAll(from.attributes);
            deadline = from.deadline == null ? deadline : from.deadline;
            context = from.context == null ? context : from.context;
            question = from.question == null ? question : from.question;
            return this;
        }

        @Override
        public AlignmentParameters build() {
            return new AlignmentParameters(parameters.overrideWith(super.build()), this);
        }
    }
}
