package io.github.aligner4j.evaluation.traffic;

/**
 * The scores that answers got for a label.
 *
 * @param key the layer whose gate or Aligner detected it
 * @param label the label
 * @param count the number of scores
 * @param p50 the median score, at most 0.001 from the exact one
 * @param p90 the 90th percentile
 * @param changed the number of scores of answers that the layer changed
 */
public record DetectionReport(LayerKey key, String label, long count, double p50, double p90, long changed) {}
