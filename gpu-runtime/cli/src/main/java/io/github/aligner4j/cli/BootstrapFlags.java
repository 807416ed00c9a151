// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.statistics.Bootstrap;
import picocli.CommandLine.Option;

/** The options of confidence intervals. */
final class BootstrapFlags {

    @Option(
            names = "--level",
            defaultValue = "0.95",
            paramLabel = "X",
            description = "Confidence level of intervals, above 0 and below 1 (default: ${DEFAULT-VALUE}).")
    private double level;

    @Option(
            names = "--resamples",
            defaultValue = "10000",
            paramLabel = "N",
            description = "Samples of the bootstrap, at least 1,000 (default: ${DEFAULT-VALUE}).")
    private int resamples;

    @Option(
            names = "--seed",
            defaultValue = "42",
            paramLabel = "N",
            description = "Seed of the bootstrap (default: ${DEFAULT-VALUE}).")
    private long seed;

    Bootstrap bootstrap() {
        return new Bootstrap(resamples, level, seed);
    }
}
