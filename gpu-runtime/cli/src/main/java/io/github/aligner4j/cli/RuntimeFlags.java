// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.RuntimeOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose the device, number type and batch invariance of a checkpoint. */
final class RuntimeFlags {

    @Mixin
    private DeviceFlags device = new DeviceFlags();

    @Option(
            names = "--dtype",
            defaultValue = "auto",
            paramLabel = "DTYPE",
            description = "auto, float32, bfloat16, float16 or int8 (default: ${DEFAULT-VALUE}).")
    private String dtype = "auto";

    @Option(
            names = "--exact",
            description = "Batch-invariant results in half precision: no token depends on speculative drafts or on "
                    + "other requests. Each forward pass then has at least four tokens of a sequence.")
    private boolean exact;

    RuntimeOptions options() {
        return RuntimeOptions.DEFAULT
                .withDevice(device.device())
                .withDtype(dtype)
                .withThreads(device.threads())
                .withBatchInvariant(exact);
    }
}
