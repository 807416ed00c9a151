package io.github.aligner4j;

import java.util.Objects;

/**
 * An Aligner's place in a stack.
 *
 * @param name what traces, metrics and messages call it
 * @param aligner what corrects
 * @param failurePolicy what happens to the answer when {@code aligner} or {@code gate} fails
 * @param gate decides whether the layer applies to an answer
 */
public record Layer(String name, Aligner aligner, FailurePolicy failurePolicy, LayerGate gate) {

    /** Checks that nothing is missing and that the name can be read. */
    public Layer {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("a layer needs a name, but it is blank");
        }
        Objects.requireNonNull(aligner, "aligner");
        Objects.requireNonNull(failurePolicy, "failurePolicy");
        Objects.requireNonNull(gate, "gate");
    }

    /** Returns a layer that lets every answer in and fails closed. */
    public static Layer of(String name, Aligner aligner) {
        return new Layer(name, aligner, FailurePolicy.failClosed(), LayerGate.ALWAYS);
    }

    /** Returns a copy with another policy. */
    public Layer withFailurePolicy(FailurePolicy failurePolicy) {
        return new Layer(name, aligner, failurePolicy, gate);
    }

    /** Returns a copy with another gate. */
    public Layer withGate(LayerGate gate) {
        return new Layer(name, aligner, failurePolicy, gate);
    }
}
