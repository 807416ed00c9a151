// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.LayerMode;
import java.util.Comparator;

/**
 * A layer in one of its modes.
 *
 * @param chain the stack's name
 * @param layer the layer's name
 * @param mode the mode
 */
public record LayerKey(String chain, String layer, LayerMode mode) implements Comparable<LayerKey> {

    private static final Comparator<LayerKey> ORDER =
            Comparator.comparing(LayerKey::chain).thenComparing(LayerKey::layer).thenComparing(LayerKey::mode);

    @Override
    public int compareTo(LayerKey other) {
        return ORDER.compare(this, other);
    }
}
