// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

/**
 * Concurrent callers, compared with a single one: the same requests in the same run.
 *
 * @param drafting the drafting strategy
 * @param callers the number of concurrent callers
 * @param requests the number of corrections of each of the two
 * @param sequentialPerSecond corrections per second of a single caller
 * @param concurrentPerSecond corrections per second of all callers
 * @param ratio the latter divided by the former
 * @param latencyMillisP50 median latency of the concurrent callers, queueing included
 * @param latencyMillisP99 99th percentile of their latency
 * @param p99OverP50 the latter divided by the former
 */
public record CallersReport(
        String drafting,
        int callers,
        int requests,
        double sequentialPerSecond,
        double concurrentPerSecond,
        double ratio,
        double latencyMillisP50,
        double latencyMillisP99,
        double p99OverP50) {}
