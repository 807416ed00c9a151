// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.policy;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detector;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.routing.FoundPattern;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Gates of layers: by length, pattern, attribute, tool turn, detector, or share, and their combinations.
 *
 * <pre>{@code
 * LayerGate gate = Gates.allOf(Gates.minLength(20), Gates.not(Gates.toolTurn()), Gates.language(languages, "en", 0.6));
 * Layer layer = Layer.of("civil", aligner).withGate(gate);
 * }</pre>
 *
 * <p>Combinations ask one gate after the other and stop when the decision is known, so the ones that cost nothing go first. All
 * gates are immutable, and as safe for use by several threads as their detectors.
 */
@Incubating
public final class Gates {

    private Gates() {}

    /**
     * Returns the gate of answers that have at least {@code characters} characters ({@link String#length}).
     *
     * @throws IllegalArgumentException if {@code characters} is below 0
     */
    public static LayerGate minLength(int characters) {
        requireLength("minimum", characters);
        return gate(
                request -> request.answer().length() >= characters,
                request -> "the answer has " + request.answer().length()
                        + " characters, and the layer corrects those of " + characters + " or more");
    }

    /**
     * Returns the gate of answers that have at most {@code characters} characters ({@link String#length}).
     *
     * @throws IllegalArgumentException if {@code characters} is below 0
     */
    public static LayerGate maxLength(int characters) {
        requireLength("maximum", characters);
        return gate(
                request -> request.answer().length() <= characters,
                request -> "the answer has " + request.answer().length()
                        + " characters, and the layer corrects those of " + characters + " or less");
    }

    /** Returns the gate of answers in which {@code pattern} is found, by {@link FoundPattern}. */
    public static LayerGate answerMatches(Pattern pattern) {
        FoundPattern found = new FoundPattern(pattern);
        return gate(request -> found.test(request.answer()), "the layer's pattern is not found in the answer");
    }

    /** Returns the gate of answers to questions in which {@code pattern} is found, by {@link FoundPattern}. */
    public static LayerGate questionMatches(Pattern pattern) {
        FoundPattern found = new FoundPattern(pattern);
        return gate(request -> found.test(request.question()), "the layer's pattern is not found in the question");
    }

    /** Returns the gate of requests whose attribute {@code name} has {@code value}, compared as strings. */
    public static LayerGate attribute(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        return gate(
                request -> {
                    Object present = request.attributes().get(name);
                    return present != null && value.equals(present.toString());
                },
                "the attribute '" + name + "' does not have the layer's value");
    }

    /** Returns the gate of texts beside a tool call ({@link RequestAttributes#TOOL_TURN}). */
    public static LayerGate toolTurn() {
        return gate(
                request -> "true".equals(String.valueOf(request.attributes().get(RequestAttributes.TOOL_TURN))),
                "the answer does not stand beside a tool call");
    }

    /**
     * Returns the gate of answers in a language.
     *
     * @param detector labels answers by language, such as {@link io.github.aligner4j.routing.OpenNlpLanguageDetector}
     * @param language the label, such as {@code de}
     * @param threshold the minimum score
     * @throws IllegalArgumentException if the language is blank or the threshold not between 0 and 1
     */
    public static LayerGate language(Detector detector, String language, double threshold) {
        return LayerGate.of(detector, language, threshold);
    }

    /**
     * Returns the gate of a share of the answers, by the stable hash of a {@link Rollout}: the same key always gets the same
     * decision, and a growing share keeps everyone that a smaller one had.
     *
     * @param name distinguishes samples; gates of the same name and keys choose the same answers
     * @param share the share, from 0 to 1
     * @param keys the attributes, the first of which that a request has is the key; without one, the question is
     * @throws IllegalArgumentException if the share is not between 0 and 1
     */
    public static LayerGate sample(String name, double share, List<String> keys) {
        Objects.requireNonNull(name, "name");
        Rollout rollout = Rollout.of(new RolloutState(LayerMode.CANARY, share), keys);
        return gate(
                request -> rollout.decide(name, request) == LayerMode.ENFORCE,
                "the answer does not belong to the share of " + share + " that the layer corrects");
    }

    /**
     * Returns the gate of answers for which {@code condition} is true.
     *
     * @param reason the reason to skip all others, which must not quote their texts
     */
    public static LayerGate when(Predicate<? super CorrectionRequest> condition, String reason) {
        Objects.requireNonNull(condition, "condition");
        return gate(condition::test, Objects.requireNonNull(reason, "reason"));
    }

    /** Returns the gate of answers to which each of {@code gates} applies the layer; {@link LayerGate#ALWAYS} if there is none. */
    public static LayerGate allOf(List<LayerGate> gates) {
        List<LayerGate> restricting =
                gates.stream().filter(gate -> gate != LayerGate.ALWAYS).toList();
        return switch (restricting.size()) {
            case 0 -> LayerGate.ALWAYS;
            case 1 -> restricting.get(0);
            default -> new CombinedGate(restricting, CombinedGate.Mode.ALL);
        };
    }

    /** Returns the gate of answers to which each of {@code gates} applies the layer. */
    public static LayerGate allOf(LayerGate... gates) {
        return allOf(List.of(gates));
    }

    /**
     * Returns the gate of answers to which one of {@code gates} applies the layer.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LayerGate anyOf(LayerGate... gates) {
        if (gates.length == 0) {
            throw new IllegalArgumentException("a gate by any of several gates needs at least one, but there is none");
        }
        return new CombinedGate(List.of(gates), CombinedGate.Mode.ANY);
    }

    /** Returns the gate of answers to which {@code gate} does not apply the layer. */
    public static LayerGate not(LayerGate gate) {
        return new CombinedGate(List.of(gate), CombinedGate.Mode.NOT);
    }

    private static LayerGate gate(Predicate<CorrectionRequest> condition, String reason) {
        return gate(condition, request -> reason);
    }

    private static LayerGate gate(Predicate<CorrectionRequest> condition, Function<CorrectionRequest, String> reason) {
        return request -> condition.test(request) ? Optional.empty() : Optional.of(reason.apply(request));
    }

    private static void requireLength(String bound, int characters) {
        if (characters < 0) {
            throw new IllegalArgumentException(
                    "a gate's " + bound + " length must be at least 0, but was " + characters);
        }
    }
}
