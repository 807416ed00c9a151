// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Detector;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.autoconfigure.AlignerProperties.When;
import io.github.aligner4j.policy.Gates;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds the conditions of routes and layers from their properties.
 *
 * @param user the route or layer, for messages, such as {@code A route of the router 'a'}
 * @param detectors the detectors of the application
 * @param prompt provides the detector of labels by a prompt
 */
record Conditions(String user, DetectorBeans detectors, Supplier<Detector> prompt) {

    /** The label of answers with none of the labels that a prompt knows. */
    static final String OTHER = "other";

    private static final double DEFAULT_THRESHOLD = 0.5;

    /** Returns the gate of answers that meet the whole condition; what costs nothing is tested first. */
    LayerGate gate(@Nullable When when) {
        if (when == null) {
            return LayerGate.ALWAYS;
        }
        List<LayerGate> gates = new ArrayList<>(List.of(test(when)));
        labelled(when).forEach(label -> gates.add(LayerGate.of(label.detector, label.label, label.threshold)));
        return Gates.allOf(gates);
    }

    /** Returns the gate of the part of the condition that needs no detector, and so costs nothing. */
    static LayerGate test(When when) {
        List<LayerGate> gates = new ArrayList<>();
        if (when.minLength() != null) {
            gates.add(Gates.minLength(when.minLength()));
        }
        if (when.maxLength() != null) {
            gates.add(Gates.maxLength(when.maxLength()));
        }
        if (when.toolTurn() != null) {
            gates.add(when.toolTurn() ? Gates.toolTurn() : Gates.not(Gates.toolTurn()));
        }
        when.attributes().forEach((name, value) -> gates.add(Gates.attribute(name, value)));
        if (when.answer() != null) {
            gates.add(Gates.answerMatches(Pattern.compile(when.answer())));
        }
        if (when.question() != null) {
            gates.add(Gates.questionMatches(Pattern.compile(when.question())));
        }
        return Gates.allOf(gates);
    }

    /** Returns the part of the condition that detectors decide, in order. */
    List<Labelled> labelled(When when) {
        double threshold = when.threshold() == null ? DEFAULT_THRESHOLD : when.threshold();
        List<Labelled> labelled = new ArrayList<>();
        if (when.language() != null) {
            labelled.add(new Labelled(detectors.language(user, when.language()), when.language(), threshold));
        }
        if (when.label() != null) {
            Detector detector = when.detector() == null ? prompt.get() : detectors.bean(user, when.detector());
            labelled.add(new Labelled(detector, when.label(), threshold));
        }
        return labelled;
    }

    /**
     * A label of answers.
     *
     * @param detector labels an answer
     * @param label the label
     * @param threshold its minimum score
     */
    record Labelled(Detector detector, String label, double threshold) {}
}
