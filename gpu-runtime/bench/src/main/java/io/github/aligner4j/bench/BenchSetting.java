// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.PassCost;

/**
 * Describes the model and the measurement.
 *
 * @param checkpoint name of the checkpoint's folder
 * @param device device
 * @param dtype number type of the weights
 * @param threads threads per operation; 0 if PyTorch chose
 * @param loadSeconds time to load the checkpoint
 * @param passCost time of a forward pass by its number of tokens
 * @param forced true if corrections were teacher-forced
 * @param repeat the number of measurements of each row
 * @param skipped the number of rows that exceed the model's context
 */
public record BenchSetting(
        String checkpoint,
        String device,
        String dtype,
        int threads,
        double loadSeconds,
        PassCost passCost,
        boolean forced,
        int repeat,
        int skipped) {}
