// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Steering vectors: times a coefficient, the <i>strength</i>, they are added to the residual stream after some layers, so
 * that the model corrects more (above 0) or copies more (below 0).
 *
 * @param layers float32 vectors of shape [hidden], by the index of the layer that they are added after
 * @param defaultStrength coefficient for requests without one
 * @see <a href="https://arxiv.org/abs/2310.01405">Representation Engineering: A Top-Down Approach to AI Transparency</a>
 */
public record SteeringVectors(Map<Integer, StoredTensor> layers, double defaultStrength) {

    private static final Pattern NAME = Pattern.compile("layers\\.(\\d{1,9})");

    /** Copies the map. */
    public SteeringVectors {
        layers = Map.copyOf(layers);
    }

    /**
     * Reads the vectors that the descriptor in {@code folder} names, for {@code base}.
     *
     * @throws CheckpointException if the file is missing or damaged, or was made for another model
     */
    static SteeringVectors read(Path folder, CheckpointDescriptor.Steering steering, ModelConfig base) {
        Path file = folder.resolve(steering.vectors());
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(
                    folder,
                    "aligner.json names '" + steering.vectors()
                            + "' as its steering vectors, but there is no such file; "
                            + "the command 'aligner strength' makes one");
        }
        Map<Integer, StoredTensor> layers = new TreeMap<>();
        SafetensorsFile.read(file).values().forEach(tensor -> layers.put(layer(tensor, base), tensor));
        if (layers.isEmpty()) {
            throw new CheckpointException(
                    file, "the file has no tensors; steering needs at least one, such as 'layers.0'");
        }
        return new SteeringVectors(layers, steering.defaultStrength());
    }

    /**
     * Writes vectors by layer, each of shape [hidden], replacing the contents of {@code file}.
     *
     * @throws UncheckedIOException if the file can't be written
     */
    public static void write(Path file, Map<Integer, float[]> vectors) {
        List<Map.Entry<Integer, float[]>> inOrder = List.copyOf(new TreeMap<>(vectors).entrySet());
        List<TensorInfo> tensors = inOrder.stream()
                .map(each -> new TensorInfo(
                        "layers." + each.getKey(), StoredType.F32, List.of((long) each.getValue().length)))
                .toList();
        try {
            SafetensorsWriter.write(file, tensors, i -> inOrder.get(i).getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be written: " + e.getMessage(), e);
        }
    }

    private static int layer(StoredTensor tensor, ModelConfig base) {
        Matcher matcher = NAME.matcher(tensor.name());
        int layer = matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
        if (layer < 0 || layer >= base.layers()) {
            throw new CheckpointException(
                    tensor.file(),
                    "tensor '" + tensor.name() + "' is of no layer; steering vectors are named 'layers.0' to 'layers."
                            + (base.layers() - 1) + "'");
        }
        if (!tensor.shape().equals(List.of((long) base.hiddenSize())) || tensor.type() != StoredType.F32) {
            throw new CheckpointException(
                    tensor.file(),
                    "tensor '" + tensor.name() + "' is " + tensor.type() + " of shape " + tensor.shape()
                            + ", but a steering vector of this model is F32 of shape [" + base.hiddenSize() + "]");
        }
        tensor.requireRunnable();
        return layer;
    }
}
