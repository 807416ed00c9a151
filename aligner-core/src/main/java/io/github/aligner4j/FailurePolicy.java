// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.Objects;

/** Decides on the answer when a layer of a stack fails. The outcome is in the {@link LayerTrace}. */
public sealed interface FailurePolicy {

    /** The maximum number of policies that decide one after another. */
    int MAX_POLICIES = 8;

    /** Returns the policy that fails the whole call with an {@link AlignerException}, so that no uncorrected text leaves the stack; the default. */
    static FailurePolicy failClosed() {
        return new FailClosed();
    }

    /** Returns the policy that keeps the answer of the layer before and goes on. */
    static FailurePolicy failOpen() {
        return new FailOpen();
    }

    /**
     * Returns the policy that answers with a fixed sentence and skips later layers.
     *
     * @throws IllegalArgumentException if {@code sentence} is blank
     */
    static FailurePolicy refuse(String sentence) {
        return new Refuse(sentence);
    }

    /**
     * Returns the policy that corrects again, by {@code aligner}: another Aligner, the same one on another engine, or the layer's own.
     * It reads the answer that the layer was given. If the layer's gate has failed, {@code aligner} corrects without asking it.
     *
     * @param maxRetries the maximum number of calls of {@code aligner} for one answer, at least 1
     * @param then decides on the answer when all of them fail
     * @throws IllegalArgumentException if {@code maxRetries} is below 1, or more than {@value #MAX_POLICIES} policies would decide one
     *     after another
     */
    @Incubating
    static FailurePolicy retry(Aligner aligner, int maxRetries, FailurePolicy then) {
        return new Retry(aligner, maxRetries, then);
    }

    /**
     * Returns the policy that has the upstream model answer again. The new answer passes through the whole stack, so only the outermost
     * stack does so. Where the upstream model can't be asked again ({@link CorrectionContext#upstream()} is empty), or gives no answer,
     * {@code then} decides at once.
     *
     * @param message the message to the upstream model, which says what was wrong
     * @param maxReprompts the maximum number of times that the upstream model is asked again, all layers of the call together, at least 1
     * @param then decides on the answer when the layer fails after that
     * @throws IllegalArgumentException if {@code message} is blank, {@code maxReprompts} is below 1, or more than {@value
     *     #MAX_POLICIES} policies would decide one after another
     */
    @Incubating
    static FailurePolicy reprompt(String message, int maxReprompts, FailurePolicy then) {
        return new Reprompt(message, maxReprompts, then);
    }

    /** The policy that fails the whole call. */
    record FailClosed() implements FailurePolicy {}

    /** The policy that keeps the answer of the layer before. */
    record FailOpen() implements FailurePolicy {}

    /**
     * The policy that answers with a fixed sentence.
     *
     * @param sentence the sentence that the user reads
     */
    record Refuse(String sentence) implements FailurePolicy {

        /** Checks that the sentence is not blank. */
        public Refuse {
            if (Objects.requireNonNull(sentence, "sentence").isBlank()) {
                throw new IllegalArgumentException("a refusal needs a sentence, but it is blank");
            }
        }
    }

    /**
     * The policy that corrects again.
     *
     * @param aligner corrects again
     * @param maxRetries the maximum number of its calls for one answer
     * @param then decides on the answer when all of them fail
     */
    @Incubating
    record Retry(Aligner aligner, int maxRetries, FailurePolicy then) implements FailurePolicy {

        /** Checks the values. */
        public Retry {
            Objects.requireNonNull(aligner, "aligner");
            requirePositive("retries", maxRetries);
            requireRoomBefore(then);
        }
    }

    /**
     * The policy that has the upstream model answer again.
     *
     * @param message the message to the upstream model
     * @param maxReprompts the maximum number of new answers
     * @param then decides on the answer when the layer fails after them
     */
    @Incubating
    record Reprompt(String message, int maxReprompts, FailurePolicy then) implements FailurePolicy {

        /** Checks the values. */
        public Reprompt {
            if (Objects.requireNonNull(message, "message").isBlank()) {
                throw new IllegalArgumentException("a reprompt needs a message to the upstream model, but it is blank");
            }
            requirePositive("reprompts", maxReprompts);
            requireRoomBefore(then);
        }
    }

    private static void requirePositive(String what, int maximum) {
        if (maximum < 1) {
            throw new IllegalArgumentException(
                    "a failure policy's maximum number of " + what + " must be at least 1, but was " + maximum);
        }
    }

    private static void requireRoomBefore(FailurePolicy then) {
        if (Policies.chain(Objects.requireNonNull(then, "then")).size() >= MAX_POLICIES) {
            throw new IllegalArgumentException("at most " + MAX_POLICIES
                    + " failure policies may decide one after another, but there are more; leave out some");
        }
    }
}
