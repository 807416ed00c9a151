// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.RolloutState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The mode of a layer in a session.
 *
 * @param chain the name of the chain
 * @param layer the name of the layer
 * @param mode enforce, canary, shadow or off
 * @param share the share of the conversations that a canary corrects, or that are observed in shadow mode
 */
record LayerSetting(String chain, String layer, String mode, double share) {

    static List<LayerSetting> of(AlignerStack chain) {
        return chain.layers().stream().map(layer -> of(chain.name(), layer)).toList();
    }

    static LayerSetting of(String chain, Layer layer) {
        RolloutState state = layer.rollout().state();
        return new LayerSetting(chain, layer.name(), label(state.mode()), state.share());
    }

    private static String label(LayerMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /**
     * A change of a mode.
     *
     * @param mode the new mode
     * @param share the new share; 1 if absent
     */
    record Change(@Nullable String mode, @Nullable Double share) {

        /**
         * Returns the state to set.
         *
         * @throws RefusedException if the change is not valid
         */
        RolloutState state() {
            LayerMode chosen = Arrays.stream(LayerMode.values())
                    .filter(candidate -> label(candidate).equals(mode))
                    .findFirst()
                    .orElseThrow(() -> refused("mode must be one of " + labels()));
            double part = share == null ? 1 : share;
            if (!(part >= 0 && part <= 1)) {
                throw refused("share must be between 0 and 1, but was " + part);
            }
            return new RolloutState(chosen, part);
        }

        private static String labels() {
            return Arrays.stream(LayerMode.values()).map(LayerSetting::label).collect(Collectors.joining(", "));
        }

        private static RefusedException refused(String message) {
            return new RefusedException(HttpStatus.BAD_REQUEST, message);
        }
    }
}
