package io.github.aligner4j;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A question, the answer an upstream model gave to it, and what was known when it did.
 *
 * @param question what the user asked last; may be empty when there was no user message
 * @param answer what the upstream model answered, or the Aligner before this one
 * @param conversation what was said before the question, oldest first; read only by multi-turn Aligners
 * @param context passages that were retrieved for the question; read only by Aligners and gates that know of them
 * @param attributes facts for gates, guards and listeners, such as a chain's name or a user's language
 * @param strength how strongly to correct, the coefficient of the checkpoint's activation vector, finite; empty means as
 *     the Aligner was built. An Aligner whose model has no such vector fails, so for a stack of several checkpoints set it
 *     where each Aligner is built
 */
public record CorrectionRequest(
        String question,
        String answer,
        List<Turn> conversation,
        List<String> context,
        Map<String, Object> attributes,
        OptionalDouble strength) {

    /** Checks that nothing is missing, and copies the collections. */
    public CorrectionRequest {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(answer, "answer");
        conversation = List.copyOf(conversation);
        context = List.copyOf(context);
        attributes = Map.copyOf(attributes);
        if (!Double.isFinite(strength.orElse(0))) {
            throw new IllegalArgumentException("strength must be a finite number, but was " + strength.getAsDouble());
        }
    }

    /** Creates a request that is corrected as strongly as the Aligner was built to. */
    public CorrectionRequest(
            String question,
            String answer,
            List<Turn> conversation,
            List<String> context,
            Map<String, Object> attributes) {
        this(question, answer, conversation, context, attributes, OptionalDouble.empty());
    }

    /** Returns a request of a question and an answer only. */
    public static CorrectionRequest of(String question, String answer) {
        return new CorrectionRequest(question, answer, List.of(), List.of(), Map.of());
    }

    /** Returns a copy with another answer. */
    public CorrectionRequest withAnswer(String answer) {
        return new CorrectionRequest(question, answer, conversation, context, attributes, strength);
    }

    /** Returns a copy with another conversation before the question. */
    public CorrectionRequest withConversation(List<Turn> conversation) {
        return new CorrectionRequest(question, answer, conversation, context, attributes, strength);
    }

    /** Returns a copy with other retrieved passages. */
    public CorrectionRequest withContext(List<String> context) {
        return new CorrectionRequest(question, answer, conversation, context, attributes, strength);
    }

    /** Returns a copy with other attributes. */
    public CorrectionRequest withAttributes(Map<String, Object> attributes) {
        return new CorrectionRequest(question, answer, conversation, context, attributes, strength);
    }

    /** Returns a copy that is corrected with another strength. */
    public CorrectionRequest withStrength(OptionalDouble strength) {
        return new CorrectionRequest(question, answer, conversation, context, attributes, strength);
    }
}
