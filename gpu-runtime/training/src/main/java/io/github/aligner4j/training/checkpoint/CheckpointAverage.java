// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.checkpoint;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.training.network.Parameter;
import io.github.aligner4j.training.network.ParameterLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Averages the weights of checkpoints that were fine-tuned from the same one, which often outperforms each of them (Wortsman et al.
 * 2022, "Model soups").
 */
public final class CheckpointAverage {

    private CheckpointAverage() {}

    /**
     * Writes the average of the checkpoints in {@code folders}, with the tokenizer, settings and weight type of the first.
     *
     * @param output the folder of the average, which must not exist
     * @throws IOException if {@code output} exists or can't be written
     * @throws IllegalArgumentException if there are fewer than two checkpoints, or they differ in shape
     * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if one can't be read
     */
    public static void write(List<Path> folders, Path output) throws IOException {
        if (folders.size() < 2) {
            throw new IllegalArgumentException("an average needs at least 2 checkpoints, but got " + folders.size());
        }
        if (Files.exists(output)) {
            throw new IOException(output + ": this exists already; name a new folder");
        }
        List<CheckpointDirectory> checkpoints =
                folders.stream().map(CheckpointDirectory::open).toList();
        CheckpointDirectory first = checkpoints.get(0);
        ParameterLayout layout = ParameterLayout.full(first.config());
        List<Parameter> parameters = layout.parameters();
        checkpoints.forEach(other -> requireShapes(parameters, first, other));
        CheckpointWriter writer = new CheckpointWriter(
                first.folder(),
                layout,
                CheckpointDescriptors.own(first.folder()).orElse(null));
        FolderWriter.replace(
                output,
                part -> writer.write(
                        part, first.storedType(), i -> mean(parameters.get(i).name(), checkpoints)));
    }

    private static void requireShapes(
            List<Parameter> parameters, CheckpointDirectory first, CheckpointDirectory other) {
        for (Parameter parameter : parameters) {
            List<Long> shape = first.stored(parameter.name()).shape();
            boolean there = other.tensors().containsKey(parameter.name());
            if (!there || !other.stored(parameter.name()).shape().equals(shape)) {
                String found = there ? other.stored(parameter.name()).shape().toString() : "missing";
                throw new IllegalArgumentException("tensor '" + parameter.name() + "' is " + shape + " in "
                        + first.folder() + ", but " + found + " in " + other.folder()
                        + "; only checkpoints of the same shape can be averaged");
            }
        }
    }

    private static float[] mean(String tensor, List<CheckpointDirectory> checkpoints) {
        double[] sums = new double[0];
        for (CheckpointDirectory checkpoint : checkpoints) {
            float[] values = checkpoint.stored(tensor).floats();
            sums = sums.length == 0 ? new double[values.length] : sums;
            for (int i = 0; i < values.length; i++) {
                sums[i] += values[i];
            }
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / checkpoints.size());
        }
        return mean;
    }
}
