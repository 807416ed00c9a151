// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detector;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.LayerGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A route of an {@link AspectRouter}: a condition, and the Aligner for answers that meet it. Immutable.
 *
 * <p>Routes whose conditions have the same detector, the very object, share one detection of each answer.
 */
@Incubating
public final class Route {

    private final String name;
    private final List<Condition> conditions;
    private final Aligner aligner;

    private Route(String name, List<Condition> conditions, Aligner aligner) {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("a route needs a name, but it is blank");
        }
        this.name = name;
        this.conditions = conditions;
        this.aligner = Objects.requireNonNull(aligner, "aligner");
    }

    /**
     * Returns the route of answers that {@code detector} labels {@code label} with at least {@code threshold} as its score.
     *
     * @param name the route's name in messages and in {@link io.github.aligner4j.Correction#usageBreakdown()}
     * @throws IllegalArgumentException if name or label is blank, or the threshold not between 0 and 1
     */
    public static Route detected(String name, Detector detector, String label, double threshold, Aligner aligner) {
        return new Route(name, List.of(detected(name, detector, label, threshold)), aligner);
    }

    /** Returns the route of answers in which {@code pattern} is found, by {@link FoundPattern}. */
    public static Route answerMatches(String name, Pattern pattern, Aligner aligner) {
        FoundPattern found = new FoundPattern(pattern);
        return when(name, request -> found.test(request.answer()), aligner);
    }

    /** Returns the route of answers to questions in which {@code pattern} is found, by {@link FoundPattern}. */
    public static Route questionMatches(String name, Pattern pattern, Aligner aligner) {
        FoundPattern found = new FoundPattern(pattern);
        return when(name, request -> found.test(request.question()), aligner);
    }

    /** Returns the route of answers for which {@code condition} is true. */
    public static Route when(String name, Predicate<? super CorrectionRequest> condition, Aligner aligner) {
        return new Route(name, List.of(new Tested(Objects.requireNonNull(condition, "condition"))), aligner);
    }

    /** Returns the route of answers to which {@code gate} would let a layer apply. */
    public static Route gated(String name, LayerGate gate, Aligner aligner) {
        return new Route(name, List.of(new Gated(Objects.requireNonNull(gate, "gate"))), aligner);
    }

    /**
     * Returns a copy for those of its answers that {@code detector} labels {@code label} with at least {@code threshold} as its
     * score. It is not asked about answers that don't meet a condition without a detector.
     *
     * @throws IllegalArgumentException if the label is blank, or the threshold not between 0 and 1
     */
    public Route andDetected(Detector detector, String label, double threshold) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(detected(name, detector, label, threshold));
        return new Route(name, List.copyOf(all), aligner);
    }

    private static Detected detected(String name, Detector detector, String label, double threshold) {
        if (Objects.requireNonNull(label, "label").isBlank()) {
            throw new IllegalArgumentException("route '" + name + "' needs the label that it is for, but it is blank");
        }
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException(
                    "the threshold of route '" + name + "' must be between 0 and 1, but was " + threshold);
        }
        return new Detected(Objects.requireNonNull(detector, "detector"), label, threshold);
    }

    /** Returns the route's name. */
    public String name() {
        return name;
    }

    /** Returns the Aligner of answers that meet the condition. */
    public Aligner aligner() {
        return aligner;
    }

    /** Returns the conditions, all of which an answer must meet. */
    List<Condition> conditions() {
        return conditions;
    }

    /** A condition of a route. */
    sealed interface Condition {}

    record Detected(Detector detector, String label, double threshold) implements Condition {}

    record Gated(LayerGate gate) implements Condition {}

    record Tested(Predicate<? super CorrectionRequest> predicate) implements Condition {}
}
