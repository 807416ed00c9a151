// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A recorded answer, or the observation of an answer by a shadow layer.
 *
 * @param chain the stack's name; empty if there was none
 * @param shadow true if users did not get the result, because a layer in the mode {@link LayerMode#SHADOW} made it
 * @param question the question
 * @param answer the answer before the stack or, of an observation, before the layer
 * @param result the answer afterwards; null if there is none, or it was not recorded
 * @param elapsed the time the stack took, or null if it was not recorded
 * @param layers the layers, in order
 */
public record TrafficEntry(
        String chain,
        boolean shadow,
        String question,
        String answer,
        @Nullable String result,
        @Nullable Duration elapsed,
        List<TrafficLayer> layers) {

    /** Checks the components, and copies the list. */
    public TrafficEntry {
        Objects.requireNonNull(chain, "chain");
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(answer, "answer");
        layers = List.copyOf(layers);
    }

    /** Returns the outcome of the answer. */
    public Ending ending() {
        if (has(Outcome.FAILED) || (shadow && has(Outcome.FAILED_OPEN))) {
            return Ending.FAILED;
        }
        if (has(Outcome.REFUSED)) {
            return Ending.REFUSED;
        }
        if (has(Outcome.REPROMPTED)) {
            return Ending.REPROMPTED;
        }
        if (!layers.isEmpty() && layers.stream().noneMatch(TrafficLayer::applied)) {
            return Ending.NOT_APPLIED;
        }
        return result == null ? endingByLayers() : result.equals(answer) ? Ending.UNCHANGED : Ending.CHANGED;
    }

    /** Returns the outcome of an answer whose result is unknown. */
    private Ending endingByLayers() {
        if (layers.isEmpty()) {
            return Ending.FAILED;
        }
        return has(Outcome.CORRECTED) ? Ending.CHANGED : Ending.UNCHANGED;
    }

    /** Returns the users that the answer counts for. */
    public Cohort cohort() {
        if (shadow) {
            return Cohort.SHADOW;
        }
        List<TrafficLayer> canaries = layers.stream()
                .filter(layer -> layer.mode() == LayerMode.CANARY)
                .toList();
        if (canaries.isEmpty()) {
            return Cohort.ENFORCE;
        }
        return canaries.stream().anyMatch(TrafficLayer::applied) ? Cohort.CANARY : Cohort.OUTSIDE_CANARY;
    }

    /** Returns true if one of the layers had {@code outcome}. */
    public boolean has(Outcome outcome) {
        return layers.stream().anyMatch(layer -> layer.outcome() == outcome);
    }

    /** The outcome of an answer; each has exactly one. */
    public enum Ending {
        /** The answer was changed. */
        CHANGED,
        /** The answer stayed as it was. */
        UNCHANGED,
        /** All layers were skipped, or in the mode {@link LayerMode#SHADOW}. */
        NOT_APPLIED,
        /** A fixed sentence took the answer's place. */
        REFUSED,
        /** The upstream model was asked for another answer. */
        REPROMPTED,
        /** There was no answer; of an observation, no correction. */
        FAILED
    }

    /** The users that an answer counts for; each counts for one kind. */
    public enum Cohort {
        /** All users, by layers that are enforced. */
        ENFORCE,
        /** The share of users for whom a canary layer worked. */
        CANARY,
        /** Answers of a stack with a canary layer that the layer did not work on. */
        OUTSIDE_CANARY,
        /** Observations of shadow layers; not answers that users got. */
        SHADOW
    }
}
