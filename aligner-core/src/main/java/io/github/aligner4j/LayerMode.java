// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

/** The effect that a layer has on answers; see {@link Rollout}. */
@Incubating
public enum LayerMode {
    /** Users get the corrections. The default. */
    ENFORCE,
    /** A share of the users get the corrections; for all others, the layer is skipped. */
    CANARY,
    /** Users get the answers without the layer, which corrects a share of them in the background to be observed. */
    SHADOW,
    /** The layer is skipped. */
    OFF
}
