// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;

/** The check that an Aligner can correct answers sentence by sentence. */
final class WindowSupport {

    private static final String BEGINNING = "streaming sentence by sentence needs ";

    private WindowSupport() {}

    static void require(Aligner aligner) {
        if (aligner instanceof AlignerStack stack) {
            stack.layers().forEach(layer -> require(layer, stack.name()));
        } else if (!aligner.supportsWindows()) {
            throw new IllegalArgumentException(BEGINNING + "an Aligner that supports windows, but "
                    + aligner.getClass().getName()
                    + " does not; stream the whole answer instead, or use an Aligner that reads"
                    + " one window at a time");
        }
    }

    private static void require(Layer layer, String stack) {
        String where = "layer '" + layer.name() + "' of '" + stack + "'";
        if (layer.aligner() instanceof AlignerStack inner) {
            require(inner);
        } else if (!layer.aligner().supportsWindows()) {
            throw new IllegalArgumentException(BEGINNING + "layers that support windows, but " + where
                    + " does not; stream the whole answer instead, or leave the layer out");
        }
        require(layer.failurePolicy(), where);
    }

    private static void require(FailurePolicy policy, String where) {
        if (policy instanceof FailurePolicy.Retry retry) {
            if (!retry.aligner().supportsWindows()) {
                throw new IllegalArgumentException(BEGINNING + "layers that support windows, but the Aligner by which "
                        + where + " retries does not; stream the whole answer instead, or retry by another one");
            }
            require(retry.then(), where);
        } else if (!(policy instanceof FailurePolicy.FailClosed || policy instanceof FailurePolicy.Refuse)) {
            throw new IllegalArgumentException(BEGINNING + "layers that fail closed or refuse, since text that was sent"
                    + " can't be taken back, but the failure policy of " + where + " is " + name(policy)
                    + "; stream the whole answer instead, or change the policy");
        }
    }

    private static String name(FailurePolicy policy) {
        return policy instanceof FailurePolicy.FailOpen ? "to fail open" : "to reprompt";
    }
}
