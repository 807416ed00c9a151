// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

/**
 * The scores that answers got for a label. An answer that was detected in parts has the highest score of its parts.
 *
 * @param key the layer whose gate or Aligner detected it
 * @param label the label
 * @param count the number of answers that have a score
 * @param p50 the median score, at most 0.001 from the exact one
 * @param p90 the 90th percentile
 * @param changed the number of these answers that the layer changed
 * @param changedP50 the median score of the answers that the layer changed; 0 if there are none
 */
public record DetectionReport(
        LayerKey key, String label, long count, double p50, double p90, long changed, double changedP50) {}
