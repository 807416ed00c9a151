// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.ArrayList;
import java.util.List;

/**
 * A stack, as data.
 *
 * @param upstream for each time that the upstream model is asked again, true if it answers; empty if it can't be asked
 */
record StackSpec(List<LayerSpec> layers, List<Boolean> upstream) {

    static final String RAW = "raw";
    static final String REFUSAL = "No.";

    /** Numbers the layers. */
    static StackSpec of(List<LayerSpec> layers, List<Boolean> upstream) {
        List<LayerSpec> numbered = new ArrayList<>();
        for (LayerSpec layer : layers) {
            numbered.add(layer.numbered(numbered.size()));
        }
        return new StackSpec(numbered, upstream);
    }

    /** The upstream model's first answer. */
    static String first() {
        return RAW + " answer";
    }

    /** The upstream model's answer when it is asked again for the {@code n}th time. */
    static String again(int n) {
        return RAW + " again" + n;
    }

    /**
     * A layer.
     *
     * @param gate {@code apply}, {@code skip} or {@code throw}
     * @param steps the policies that try again
     * @param last the policy that decides at last: {@code closed}, {@code open} or {@code refuse}
     */
    record LayerSpec(String name, LayerMode mode, String gate, AlignerSpec aligner, List<StepSpec> steps, String last) {

        static LayerSpec of(LayerMode mode, String gate, List<Boolean> failures, List<StepSpec> steps, String last) {
            return new LayerSpec("", mode, gate, new AlignerSpec("", failures), steps, last);
        }

        private LayerSpec numbered(int number) {
            List<StepSpec> numbered = new ArrayList<>();
            for (StepSpec step : steps) {
                String name = "a" + number + "r" + numbered.size();
                numbered.add(new StepSpec(step.kind, step.times, new AlignerSpec(name, step.aligner.failures)));
            }
            return new LayerSpec(
                    "L" + number, mode, gate, new AlignerSpec("a" + number, aligner.failures), numbered, last);
        }
    }

    /**
     * A policy that tries again.
     *
     * @param kind {@code retry} or {@code reprompt}
     * @param aligner the Aligner of a retry
     */
    record StepSpec(String kind, int times, AlignerSpec aligner) {

        static StepSpec of(String kind, int times, List<Boolean> failures) {
            return new StepSpec(kind, times, new AlignerSpec("", failures));
        }
    }

    /**
     * An Aligner that appends its name.
     *
     * @param failures for each of its calls, in turn, true if it fails
     */
    record AlignerSpec(String name, List<Boolean> failures) {

        boolean fails(int call) {
            return failures.get(call % failures.size());
        }

        String corrected(String answer) {
            return answer.replace(RAW, "cooked") + " " + name;
        }
    }
}
