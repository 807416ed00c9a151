// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

/**
 * The copying of a checkpoint or an adapter ({@code decoding.copy} in {@code aligner.json}).
 *
 * @param bias bonus to the logits of tokens that continue a copy of the answer, in nats; above 0
 * @param fallsBack true if a completion less likely than the answer is replaced by it ({@link CopyFallback}). False for a checkpoint with
 *     a detector: that has decided already that the answer must change, and the fallback would undo it
 */
record Copying(double bias, boolean fallsBack) {}
