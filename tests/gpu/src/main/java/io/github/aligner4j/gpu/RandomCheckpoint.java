// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import io.github.aligner4j.bench.BenchRow;
import io.github.aligner4j.bench.BuiltInRows;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.runtime.checkpoint.Weight;
import io.github.aligner4j.runtime.checkpoint.WeightLayout;
import io.github.aligner4j.runtime.checkpoint.WeightRole;
import io.github.aligner4j.training.tokenizer.ByteLevelBpe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checkpoint with random weights in bfloat16, in the folder layout of Hugging Face. The same block of noise is written again
 * and again: times depend on shapes, not on values, and 13 GB of it take seconds.
 *
 * @param folder the folder
 * @param parameters the number of weights
 * @param bytes their size
 */
record RandomCheckpoint(Path folder, long parameters, long bytes) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int CONTEXT_TOKENS = 4096;
    private static final int VOCABULARY = 2048;
    private static final int BLOCK_BYTES = 16 << 20;
    private static final double DEVIATION = 0.02;

    /** Writes a checkpoint of {@code shape} to the new folder {@code folder}. */
    static RandomCheckpoint write(Path folder, Shape shape) throws IOException {
        Files.createDirectories(folder);
        ByteLevelBpe tokenizer = ByteLevelBpe.train(texts(), VOCABULARY);
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer.tokenizerJson());
        Files.writeString(folder.resolve("tokenizer_config.json"), ByteLevelBpe.tokenizerConfigJson(CONTEXT_TOKENS));
        Files.writeString(folder.resolve("config.json"), config(shape, tokenizer.vocabularySize()));
        Files.writeString(folder.resolve("aligner.json"), "{\"template\": \"aligner-7b\"}");
        ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
        Collection<Tensor> tensors = tensors(config);
        write(folder.resolve("model.safetensors"), tensors, config.unitOffsetNorm() ? 0 : 1);
        long bytes = tensors.stream().mapToLong(Tensor::bytes).sum();
        return new RandomCheckpoint(folder, bytes / StoredType.BF16.bytes(), bytes);
    }

    /** Returns the texts of the built-in rows, in whose words the tokenizer is trained. */
    static List<String> texts() {
        return BuiltInRows.with(text -> text.length() / 4).stream()
                .flatMap(RandomCheckpoint::texts)
                .toList();
    }

    private static Stream<String> texts(BenchRow row) {
        return Stream.of(row.question(), row.answer(), String.valueOf(row.correction()));
    }

    private static String config(Shape shape, int vocabulary) {
        ObjectNode config = JSON.valueToTree(shape.config());
        config.put("vocab_size", Math.max(vocabulary, config.get("vocab_size").intValue()));
        config.put("max_position_embeddings", CONTEXT_TOKENS).put("torch_dtype", "bfloat16");
        config.put("bos_token_id", ByteLevelBpe.BEGIN).put("eos_token_id", ByteLevelBpe.END);
        config.put("rms_norm_eps", 1e-6);
        return JSON.writeValueAsString(config);
    }

    /** Returns the tensors of a model; a vocabulary that is tied to the embedding is no other one. */
    private static Collection<Tensor> tensors(ModelConfig config) {
        WeightLayout layout = new WeightLayout(config);
        List<Weight> weights = new ArrayList<>(layout.shared());
        for (int layer = 0; layer < config.layers(); layer++) {
            weights.addAll(layout.layer(layer));
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Weight weight : weights) {
            boolean norm = weight.role().kind() == WeightRole.Kind.NORM;
            weight.parts()
                    .forEach(part -> tensors.putIfAbsent(part.tensor(), new Tensor(part.tensor(), part.shape(), norm)));
        }
        return tensors.values();
    }

    private static void write(Path file, Collection<Tensor> tensors, double norm) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        ByteBuffer noise = block(() -> DEVIATION * random.nextGaussian());
        ByteBuffer norms = block(() -> norm);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer header = header(tensors);
            write(channel, header, header.limit());
            for (Tensor tensor : tensors) {
                write(channel, tensor.norm() ? norms : noise, tensor.bytes());
            }
        }
    }

    private static ByteBuffer header(Collection<Tensor> tensors) {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (Tensor tensor : tensors) {
            ObjectNode entry = header.putObject(tensor.name()).put("dtype", StoredType.BF16.name());
            tensor.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(offset).add(offset + tensor.bytes());
            offset += tensor.bytes();
        }
        String text = JSON.writeValueAsString(header);
        byte[] padded =
                (text + " ".repeat(Math.floorMod(-text.length(), Long.BYTES))).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(Long.BYTES + padded.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded.length)
                .put(padded)
                .flip();
    }

    private static void write(FileChannel channel, ByteBuffer block, long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            ByteBuffer part = block.slice(0, (int) Math.min(left, block.limit()));
            left -= part.limit();
            while (part.hasRemaining()) {
                channel.write(part);
            }
        }
    }

    private static ByteBuffer block(DoubleSupplier values) {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (block.hasRemaining()) {
            // The upper half of a float32 is a bfloat16.
            block.putShort((short) (Float.floatToRawIntBits((float) values.getAsDouble()) >>> Short.SIZE));
        }
        return block.flip();
    }

    private record Tensor(String name, List<Long> shape, boolean norm) {

        long bytes() {
            return StoredType.BF16.bytes() * shape.stream().reduce(1L, Math::multiplyExact);
        }
    }
}
