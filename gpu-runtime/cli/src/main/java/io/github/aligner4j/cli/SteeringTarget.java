// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files that steering vectors are written to.
 *
 * @param vectors the file of the vectors
 * @param descriptor the {@code aligner.json} that gets their name, null for none
 */
record SteeringTarget(Path vectors, @Nullable Path descriptor) {

    private static final String FILE = "strength.safetensors";

    /** Returns the target in a checkpoint or adapter folder, which must have an {@code aligner.json}. */
    static SteeringTarget in(Path folder) throws IOException {
        Path descriptor = folder.resolve("aligner.json");
        if (!Files.isRegularFile(descriptor)) {
            throw new IOException(folder + ": there is no aligner.json to name the vectors in; write one that names the"
                    + " template, or write the vectors with --output");
        }
        return new SteeringTarget(folder.resolve(FILE), descriptor);
    }

    /** Writes the vectors' name into the descriptor, which keeps its default strength. */
    void describe() throws IOException {
        if (descriptor == null) {
            return;
        }
        CheckpointDescriptor described = CheckpointDescriptors.readFile(descriptor);
        CheckpointDescriptor.Steering steering = described.steering();
        double strength = steering == null ? 0 : steering.defaultStrength();
        WholeFile.write(
                descriptor,
                CheckpointDescriptors.toJson(
                        described.withSteering(new CheckpointDescriptor.Steering(FILE, strength))));
    }
}
