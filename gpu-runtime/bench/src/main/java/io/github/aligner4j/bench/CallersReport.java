package io.github.aligner4j.bench;

/**
 * Many callers at once against one after another, the same requests in the same run.
 *
 * @param drafting how they were drafted
 * @param callers callers at once
 * @param requests corrections in each of the two
 * @param oneByOnePerSecond corrections in a second, one after another
 * @param togetherPerSecond corrections in a second, all callers at once
 * @param ratio how many times more that is
 * @param latencyMillisP50 median of the callers' latencies, waiting included
 * @param latencyMillisP99 what 99 of 100 of them do not exceed
 * @param p99OverP50 the latter over the former
 */
record CallersReport(
        String drafting,
        int callers,
        int requests,
        double oneByOnePerSecond,
        double togetherPerSecond,
        double ratio,
        double latencyMillisP50,
        double latencyMillisP99,
        double p99OverP50) {}
