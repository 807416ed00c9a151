// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A checkpoint, or an adapter of one, in a folder of its own, with reference outputs.
 *
 * @param name one of {@link #names()} or {@link #adapterNames}
 * @param folder the folder with its files
 */
public record GoldenCheckpoint(String name, Path folder) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * Returns the names of all checkpoints, each a model family or a variety of one. Those that end in {@code odd} have
     * matrices of sizes that are no multiples of what kernels compute at once.
     */
    public static List<String> names() {
        return List.of(
                "llama-gqa",
                "llama-tied",
                "llama-linear-rope",
                "llama3-rope-scaled",
                "mistral",
                "qwen2",
                "qwen3",
                "gemma",
                "gemma2",
                "gemma3",
                "llama-odd",
                "qwen2-odd",
                "gemma2-odd",
                "gemma3-odd",
                "granite",
                "granitemoehybrid");
    }

    /** Returns the names of all LoRA adapters of the checkpoint {@code base}; they are unpacked like checkpoints. */
    public static List<String> adapterNames(String base) {
        return switch (base) {
            case "llama-gqa" -> List.of("llama-gqa-lora", "llama-gqa-rslora", "llama-gqa-lora-layer");
            case "qwen2" -> List.of("qwen2-lora");
            case "granite" -> List.of("granite-lora", "granite-alora");
            case "granitemoehybrid" -> List.of("granitemoehybrid-lora", "granitemoehybrid-alora");
            default -> List.of();
        };
    }

    /** Unpacks the checkpoint {@code name} into a new folder inside {@code parent}. */
    public static GoldenCheckpoint unpack(String name, Path parent) {
        try {
            URI golden = Objects.requireNonNull(GoldenCheckpoint.class.getResource(name + "/golden.json"), name)
                    .toURI();
            Path folder = Files.createDirectory(parent.resolve(name));
            if (golden.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(golden, Map.of())) {
                    copy(jar.provider().getPath(golden), folder);
                }
            } else {
                copy(Path.of(golden), folder);
            }
            return new GoldenCheckpoint(name, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path golden, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(Objects.requireNonNull(golden.getParent()))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
            }
        }
    }

    /** Returns the prompts and reference outputs. */
    public List<GoldenRow> rows() {
        try {
            JsonNode rows = MAPPER.readTree(Files.readString(folder.resolve("golden.json")))
                    .get("rows");
            ByteBuffer tensors = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("golden.safetensors")))
                    .order(ByteOrder.LITTLE_ENDIAN);
            int headerBytes = (int) tensors.getLong();
            JsonNode logits = MAPPER.readTree(StandardCharsets.UTF_8
                            .decode(tensors.slice(Long.BYTES, headerBytes))
                            .toString())
                    .get("last_logits");
            int vocabulary = logits.get("shape").get(1).intValue();
            tensors.position(
                    Long.BYTES + headerBytes + logits.get("data_offsets").get(0).intValue());
            List<GoldenRow> result = new ArrayList<>();
            for (JsonNode row : rows) {
                result.add(row(
                        row,
                        Stream.generate(tensors::getFloat).limit(vocabulary).toList()));
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenRow row(JsonNode row, List<Float> lastLogits) {
        return new GoldenRow(
                row.get("prompt").stringValue(), ids(row.get("input_ids")), ids(row.get("greedy_ids")), lastLogits);
    }

    private static List<Integer> ids(JsonNode list) {
        return list.values().stream().map(JsonNode::intValue).toList();
    }
}
