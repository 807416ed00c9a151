// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A question, an upstream model's answer to it, and the context of the question. Immutable; {@link #toString()} quotes no text.
 */
public final class CorrectionRequest {

    /**
     * The name of the attribute with the aspects to improve: a collection of strings, or one string for a single aspect. Set by
     * {@link #withAspects} or, through a framework, as any other attribute.
     */
    @Incubating
    public static final String ASPECTS = "aspects";

    private final String question;
    private final String answer;
    private final List<Turn> conversation;
    private final List<String> context;
    private final Map<String, Object> attributes;
    private final @Nullable Double strength;

    private CorrectionRequest(Builder builder) {
        this.question = builder.question;
        this.answer = builder.answer;
        this.conversation = builder.conversation;
        this.context = builder.context;
        this.attributes = builder.attributes;
        this.strength = builder.strength;
    }

    /** Returns a request of a question and an answer only. */
    public static CorrectionRequest of(String question, String answer) {
        return builder(question, answer).build();
    }

    /** Returns a builder of a request. The question is empty if there was no user message. */
    public static Builder builder(String question, String answer) {
        return new Builder(question, answer);
    }

    /** Returns a builder that starts with the parts of this request. */
    public Builder toBuilder() {
        Builder builder = new Builder(question, answer);
        builder.conversation = conversation;
        builder.context = context;
        builder.attributes = attributes;
        builder.strength = strength;
        return builder;
    }

    /** Returns the user's last message; empty if there was none. */
    public String question() {
        return question;
    }

    /** Returns the answer to correct: the upstream model's, or that of the layer before. */
    public String answer() {
        return answer;
    }

    /** Returns the messages before the question, oldest first; read only by multi-turn Aligners. */
    public List<Turn> conversation() {
        return conversation;
    }

    /** Returns the passages retrieved for the question; read only by Aligners and gates that know of them. */
    public List<String> context() {
        return context;
    }

    /** Returns facts for gates, guards and listeners, such as a chain's name or a user's language. */
    public Map<String, Object> attributes() {
        return attributes;
    }

    /**
     * Returns the aspects to improve in this answer, such as {@code harmlessness} or a sentence of the program's own, instead of
     * those that the Aligner has; empty means the Aligner's own. Read only by Aligners whose prompt has a place for them: those
     * with a template of MetaAligner, and prompted ones, for which an aspect is a principle.
     *
     * @throws IllegalArgumentException if the attribute {@value #ASPECTS} is neither a string nor a collection of strings, or has
     *     a blank one
     */
    @Incubating
    public List<String> aspects() {
        Object value = attributes.get(ASPECTS);
        return value == null ? List.of() : Aspects.of(value);
    }

    /**
     * Returns the coefficient of the checkpoint's steering vector, which says how strongly to correct; empty means the Aligner's
     * own. An Aligner whose model has no steering vector fails, so in a stack of several checkpoints set the strength of each
     * Aligner instead.
     */
    @Incubating
    public OptionalDouble strength() {
        return strength == null ? OptionalDouble.empty() : OptionalDouble.of(strength);
    }

    /** Returns a copy with another question. */
    public CorrectionRequest withQuestion(String question) {
        return toBuilder().question(question).build();
    }

    /** Returns a copy with another answer. */
    public CorrectionRequest withAnswer(String answer) {
        return toBuilder().answer(answer).build();
    }

    /** Returns a copy with another conversation before the question. */
    public CorrectionRequest withConversation(List<Turn> conversation) {
        return toBuilder().conversation(conversation).build();
    }

    /** Returns a copy with other retrieved passages. */
    public CorrectionRequest withContext(List<String> context) {
        return toBuilder().context(context).build();
    }

    /** Returns a copy with other attributes. */
    public CorrectionRequest withAttributes(Map<String, Object> attributes) {
        return toBuilder().attributes(attributes).build();
    }

    /**
     * Returns a copy with other aspects to improve; an empty list means the Aligner's own.
     *
     * @throws IllegalArgumentException if one of them is blank
     */
    @Incubating
    public CorrectionRequest withAspects(List<String> aspects) {
        Map<String, Object> changed = new HashMap<>(attributes);
        if (aspects.isEmpty()) {
            changed.remove(ASPECTS);
        } else {
            changed.put(ASPECTS, Aspects.of(aspects));
        }
        return withAttributes(changed);
    }

    /**
     * Returns a copy with another strength.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    @Incubating
    public CorrectionRequest withStrength(double strength) {
        return toBuilder().strength(strength).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CorrectionRequest request
                && question.equals(request.question)
                && answer.equals(request.answer)
                && conversation.equals(request.conversation)
                && context.equals(request.context)
                && attributes.equals(request.attributes)
                && Objects.equals(strength, request.strength);
    }

    @Override
    public int hashCode() {
        return Objects.hash(question, answer, conversation, context, attributes, strength);
    }

    /** Describes the request without quoting its texts or attributes. */
    @Override
    public String toString() {
        return "CorrectionRequest[question of " + question.length() + " and answer of " + answer.length()
                + " characters, conversation of " + conversation.size() + " turns, context of " + context.size()
                + " passages, attributes " + attributes.keySet() + "]";
    }

    /** Collects the parts of a {@link CorrectionRequest}. Not safe for use by several threads. */
    public static final class Builder {

        private String question;
        private String answer;
        private List<Turn> conversation = List.of();
        private List<String> context = List.of();
        private Map<String, Object> attributes = Map.of();
        private @Nullable Double strength;

        private Builder(String question, String answer) {
            this.question = Objects.requireNonNull(question, "question");
            this.answer = Objects.requireNonNull(answer, "answer");
        }

        /** Sets the user's last message. */
        public Builder question(String question) {
            this.question = Objects.requireNonNull(question, "question");
            return this;
        }

        /** Sets the answer to correct. */
        public Builder answer(String answer) {
            this.answer = Objects.requireNonNull(answer, "answer");
            return this;
        }

        /** Sets the messages before the question, oldest first. */
        public Builder conversation(List<Turn> conversation) {
            this.conversation = List.copyOf(conversation);
            return this;
        }

        /** Sets the passages retrieved for the question. */
        public Builder context(List<String> context) {
            this.context = List.copyOf(context);
            return this;
        }

        /** Sets the facts for gates, guards and listeners. */
        public Builder attributes(Map<String, Object> attributes) {
            attributes.forEach(
                    (name, value) -> Objects.requireNonNull(value, () -> "attribute '" + name + "' is null"));
            this.attributes = Map.copyOf(attributes);
            return this;
        }

        /**
         * Sets the coefficient of the checkpoint's steering vector.
         *
         * @throws IllegalArgumentException if it is not finite
         */
        @Incubating
        public Builder strength(double strength) {
            if (!Double.isFinite(strength)) {
                throw new IllegalArgumentException("strength must be a finite number, but was " + strength);
            }
            this.strength = strength;
            return this;
        }

        /** Returns the request. */
        public CorrectionRequest build() {
            return new CorrectionRequest(this);
        }
    }
}
