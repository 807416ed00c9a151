// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.advisor.api.Advisor;

/**
 * Creates the advisors that align a chat client.
 *
 * <pre>{@code
 * ChatClient client = ChatClient.builder(model)
 *         .defaultAdvisors(AlignerAdvisors.of(aligner))
 *         .build();
 * }</pre>
 *
 * <p>There are two of them, at opposite ends of the advisor chain: the innermost, an {@link AlignerAdvisor}, corrects the
 * model's answer before any other advisor sees it; another, near the outer end of the chain, captures the user's question
 * before retrieval or templates change the prompt.
 */
public final class AlignerAdvisors {

    private AlignerAdvisors() {}

    /** Returns the advisors of a chat client whose answers {@code aligner} corrects, with all defaults. */
    public static List<Advisor> of(Aligner aligner) {
        return builder(aligner).build();
    }

    /** Returns a builder of the advisors of a chat client whose answers {@code aligner} corrects. */
    public static Builder builder(Aligner aligner) {
        return new Builder(Objects.requireNonNull(aligner, "aligner"));
    }

    /** Collects the settings of the advisors. Not safe for use by several threads. */
    public static final class Builder {

        final Aligner aligner;
        AdvisorOptions options = AdvisorOptions.DEFAULT;
        Map<String, Aligner> chains = Map.of();
        final Map<String, Object> attributes = new HashMap<>();
        BiConsumer<? super CorrectionRequest, ? super Correction> onCorrection = (request, correction) -> {};

        @Nullable Executor executor;

        String name = "aligner";
        int order = AlignerAdvisor.DEFAULT_ORDER;

        private Builder(Aligner aligner) {
            this.aligner = aligner;
        }

        /**
         * Sets the treatment of answers in a format that the program requested: by {@code entity(...)}, by an output schema,
         * or by a response format in the model's options. With {@link StructuredOutputPolicy#VALUES}, an answer for a
         * converter that is not JSON passes uncorrected.
         */
        public Builder structuredOutput(StructuredOutputPolicy policy) {
            this.options = options.withStructuredOutput(Objects.requireNonNull(policy, "policy"));
            return this;
        }

        /** Sets the treatment of text beside tool calls. */
        public Builder toolCallText(ToolCallTextPolicy policy) {
            this.options = options.withToolCallText(Objects.requireNonNull(policy, "policy"));
            return this;
        }

        /**
         * Sets whether the upstream model's prompt ends with {@code <think>}, as some chat templates have it, so that an
         * answer's text begins inside its thinking. Blocks that the text itself opens at its beginning are found anyway.
         */
        public Builder thinkingOpened(boolean opened) {
            this.options = options.withThinkingOpened(opened);
            return this;
        }

        /**
         * Sets the treatment of the upstream model's thinking. The default is {@link ThinkingPolicy#PASS}. {@link
         * ThinkingPolicy#DROP} removes messages and metadata that a provider marks as thinking, and blocks of thinking in the text;
         * answers that pass because no Aligner corrects them keep theirs.
         */
        @Incubating
        public Builder thinking(ThinkingPolicy policy) {
            this.options = options.withThinking(Objects.requireNonNull(policy, "policy"));
            return this;
        }

        /**
         * Sets the maximum number of messages before the question that an Aligner is shown, the latest ones. The default is all of
         * them.
         *
         * @throws IllegalArgumentException if {@code messages} is below 0
         */
        @Incubating
        public Builder conversationDepth(int messages) {
            if (messages < 0) {
                throw new IllegalArgumentException(
                        "conversation-depth must be at least 0 (0 shows the question only), but was " + messages);
            }
            this.options = options.withConversationDepth(messages);
            return this;
        }

        /**
         * Sets the time at which the text of a stream is corrected. The default is {@link StreamingPolicy#WHOLE}.
         *
         * <p>With {@link StreamingPolicy#SENTENCE}, corrected sentences and thinking are sent while the upstream model writes, and
         * everything else that its chunks have follows when it has finished. Answers in a requested format, further ones of several
         * generations, and text that {@link ToolCallTextPolicy#DROP} or {@link ToolCallTextPolicy#PASS} may concern, because the
         * request offers tools, are held back until then.
         */
        @Incubating
        public Builder streaming(StreamingPolicy policy) {
            this.options = options.withStreaming(Objects.requireNonNull(policy, "policy"));
            return this;
        }

        /**
         * Sets the Aligners that a request can choose by name, by the parameter {@link AlignerAdvisor#CHAIN}. The name becomes the
         * request's attribute {@link io.github.aligner4j.RequestAttributes#CHAIN}.
         *
         * @throws IllegalArgumentException if a name is blank
         */
        @Incubating
        public Builder chains(Map<String, ? extends Aligner> aligners) {
            if (aligners.keySet().stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("a chain's name must not be blank");
            }
            this.chains = Map.copyOf(aligners);
            return this;
        }

        /**
         * Sets a listener for corrections: the request with its question, conversation, retrieved passages and {@linkplain
         * AlignerAdvisor#ATTRIBUTE_PREFIX attributes}, and the correction with the original and the corrected text, their
         * edits, token usage, time, and what each layer did.
         *
         * <p>It is called once for each answer that the Aligner read, changed or not, before the caller gets the response
         * or the stream completes, on the thread that corrects. Answers that pass without the Aligner, and failed or cancelled
         * corrections, are not reported. What the listener throws is logged and ignored.
         */
        public Builder onCorrection(BiConsumer<? super CorrectionRequest, ? super Correction> listener) {
            this.onCorrection = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Adds an attribute of the correction requests of all answers, such as {@link
         * io.github.aligner4j.RequestAttributes#CHAIN}. {@linkplain AlignerAdvisor#ATTRIBUTE_PREFIX Parameters} of a request replace
         * it. It should be a name or an id rather than a text.
         */
        @Incubating
        public Builder attribute(String name, Object value) {
            attributes.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Sets the executor of corrections of streams. The default is one for each Aligner, with at most {@value
         * CorrectionThreads#MAX_CORRECTIONS} daemon threads, which are created as needed and end when idle. When all are busy,
         * a new stream fails with an {@link io.github.aligner4j.AlignerException}. Another executor should likewise reject
         * tasks rather than queue them; it must not run them on the calling thread. It is not closed.
         *
         * <p>A stream occupies one thread while it is corrected, and sometimes another one before, for early work.
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Sets the name of the {@link AlignerAdvisor} in observations, a metric tag. The default is {@code aligner}.
         *
         * @throws IllegalArgumentException if {@code name} is blank
         */
        public Builder name(String name) {
            if (Objects.requireNonNull(name, "name").isBlank()) {
                throw new IllegalArgumentException("an advisor's name must not be blank");
            }
            this.name = name;
            return this;
        }

        /**
         * Sets the order of the {@link AlignerAdvisor}. Advisors of a higher order, which are closer to the model, see
         * uncorrected text and may store it. The default is {@link AlignerAdvisor#DEFAULT_ORDER}.
         */
        public Builder order(int order) {
            this.order = order;
            return this;
        }

        /**
         * Returns the advisors, for {@code defaultAdvisors} of a chat client's builder or {@code advisors} of a request.
         *
         * @throws IllegalArgumentException if an Aligner can't correct in the way that {@link #streaming} asks for
         */
        public List<Advisor> build() {
            return List.of(new QuestionCaptureAdvisor(), advisor());
        }

        AlignerAdvisor advisor() {
            return new AlignerAdvisor(this);
        }
    }
}
