// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

/**
 * The window and the rotary positions of one layer.
 *
 * @param window number of tokens that it attends to, the present one included; 0 for all
 * @param rotary rotary positions
 */
public record LayerAttention(int window, RotaryEmbedding rotary) {}
