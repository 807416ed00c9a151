/**
 * Reports on recorded traffic: what a stack did to answers, or would have done, and how another configuration differs. Begin with
 * {@link io.github.aligner4j.evaluation.traffic.TrafficAnalysis} and {@link io.github.aligner4j.evaluation.traffic.ReplayAnalysis}.
 */
@NullMarked
package io.github.aligner4j.evaluation.traffic;

import org.jspecify.annotations.NullMarked;
