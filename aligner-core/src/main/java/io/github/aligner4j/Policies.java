// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.FailurePolicy.Reprompt;
import io.github.aligner4j.FailurePolicy.Retry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads failure policies that decide one after another. */
final class Policies {

    private Policies() {}

    /** Returns {@code policy} and those that decide after it, in order. */
    static List<FailurePolicy> chain(FailurePolicy policy) {
        List<FailurePolicy> chain = new ArrayList<>();
        chain.add(policy);
        FailurePolicy last = policy;
        while (last instanceof Retry || last instanceof Reprompt) {
            last = last instanceof Retry retry ? retry.then() : ((Reprompt) last).then();
            chain.add(last);
        }
        return chain;
    }

    /** Returns true if no policy of {@code layer} would have to take back text that was sent. */
    static boolean allowsWindows(Layer layer) {
        return chain(layer.failurePolicy()).stream()
                .noneMatch(policy -> policy instanceof Reprompt || policy instanceof FailurePolicy.FailOpen);
    }

    /** Returns the Aligners that may correct an answer in {@code layer}: its own, and those that correct again when it fails. */
    static Stream<Aligner> aligners(Layer layer) {
        return Stream.concat(
                Stream.of(layer.aligner()),
                chain(layer.failurePolicy()).stream()
                        .filter(Retry.class::isInstance)
                        .map(policy -> ((Retry) policy).aligner()));
    }
}
