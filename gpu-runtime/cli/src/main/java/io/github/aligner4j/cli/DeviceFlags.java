// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import picocli.CommandLine.Option;

/** The options that choose the device of a model. */
final class DeviceFlags {

    @Option(
            names = "--device",
            defaultValue = "auto",
            paramLabel = "DEVICE",
            description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    private String device = "auto";

    @Option(
            names = "--threads",
            defaultValue = "0",
            paramLabel = "N",
            description = "Threads per operation on the CPU; 0 lets PyTorch choose (default: ${DEFAULT-VALUE}).")
    private int threads;

    String device() {
        return device;
    }

    int threads() {
        return threads;
    }
}
