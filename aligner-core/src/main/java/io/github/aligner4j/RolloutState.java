// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.Objects;

/**
 * The mode of a layer and the share of answers that it concerns.
 *
 * @param mode the mode
 * @param share the share of the answers, from 0 to 1, that a layer in the mode {@link LayerMode#CANARY} corrects or one in the mode
 *     {@link LayerMode#SHADOW} observes; without effect in other modes
 */
@Incubating
public record RolloutState(LayerMode mode, double share) {

    /** The state of a layer that corrects every answer. */
    public static final RolloutState ENFORCE = new RolloutState(LayerMode.ENFORCE, 1);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the share is not between 0 and 1
     */
    public RolloutState {
        Objects.requireNonNull(mode, "mode");
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a layer's share must be between 0 and 1, but was " + share);
        }
    }
}
