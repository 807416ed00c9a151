// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.fuzz;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.scripted.TokenizerJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Makes the mutants of a seed: the n-th is the same on each machine, whatever came before it. */
final class Mutants {

    private static final List<String> BASES =
            List.of("llama-gqa", "llama3-rope-scaled", "gemma3", "qwen2", "mistral", "granitemoehybrid");
    private static final String TOKENIZER = "tokenizer.json";

    private final Path work;
    private final long seed;
    private final Path originals;
    private final List<byte[]> tokenizers = new ArrayList<>();

    /** A mutant, as folders to be loaded, and what was changed. */
    record Mutant(Path folder, Path adapter, String changed) {

        /** Whether only the tokenizer was changed. */
        boolean ofTokenizer() {
            return changed.contains("/tokenizer");
        }
    }

    Mutants(Path work, long seed) {
        this.work = work;
        this.seed = seed;
        try {
            this.originals = Files.createDirectories(work.resolve("originals"));
            for (String name : BASES) {
                Path folder = GoldenCheckpoint.unpack(name, originals).folder();
                Files.writeString(
                        folder.resolve("aligner.json"),
                        "{\"prompt\": {\"text\": \"Q: {question}\\nA: {answer}\\nC:\"}}");
                tokenizers.add(Files.readAllBytes(folder.resolve(TOKENIZER)));
            }
            GoldenCheckpoint.unpack("llama-gqa-lora", originals);
            addTokenizers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addTokenizers() throws IOException {
        Path folder = Files.createDirectories(work.resolve("tokenizer"));
        for (TokenizerJson json : List.of(
                TokenizerJson.metaspace().prependingEverywhere(),
                TokenizerJson.metaspace().prependingFirst(),
                TokenizerJson.byteLevel().ledBy("<end>"))) {
            tokenizers.add(Files.readAllBytes(json.writeTo(folder)));
        }
        for (String name : List.of("t5-unigram", "llama-unigram")) {
            try (java.io.InputStream stream =
                    Mutants.class.getResourceAsStream("/tokenizers/" + name + "/" + TOKENIZER)) {
                tokenizers.add(java.util.Objects.requireNonNull(stream, name).readAllBytes());
            }
        }
    }

    /** Makes the {@code index}-th mutant, over the one before it. */
    Mutant make(int index) throws IOException {
        Random random = new Random(seed * 1_000_003 + index);
        Path folder = work.resolve("mutant");
        Path adapter = work.resolve("adapter");
        String base = BASES.get(random.nextInt(BASES.size()));
        copy(originals.resolve(base), folder);
        copy(originals.resolve("llama-gqa-lora"), adapter);
        boolean tokenizer = random.nextInt(10) < 6;
        if (tokenizer) {
            byte[] json = tokenizers.get(random.nextInt(tokenizers.size()));
            Files.write(folder.resolve(TOKENIZER), new JsonMutator(random).mutate(json, true));
            return new Mutant(folder, adapter, base + "/" + TOKENIZER);
        }
        boolean ofAdapter = base.equals("llama-gqa") && random.nextBoolean();
        Path changed = ofAdapter ? adapter : folder;
        List<Path> files = files(changed);
        Path file = files.get(random.nextInt(files.size()));
        byte[] content = Files.readAllBytes(file);
        // A new file each time: the one before it may still be mapped.
        Files.delete(file);
        Files.write(file, mutated(file, content, random));
        return new Mutant(folder, adapter, base + "/" + file.getFileName());
    }

    private static byte[] mutated(Path file, byte[] content, Random random) {
        return file.toString().endsWith(".json")
                ? new JsonMutator(random).mutate(content, false)
                : safetensors(content, random);
    }

    private static byte[] safetensors(byte[] content, Random random) {
        JsonMutator mutator = new JsonMutator(random);
        int length =
                (int) ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (random.nextInt(5) == 0) {
            return mutator.bytes(content);
        }
        byte[] header = mutator.mutate(Arrays.copyOfRange(content, Long.BYTES, Long.BYTES + length), false);
        long given = random.nextInt(10) == 0 ? random.nextLong() >>> random.nextInt(64) : header.length;
        return ByteBuffer.allocate(content.length - length + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(given)
                .put(header)
                .put(content, Long.BYTES + length, content.length - length - Long.BYTES)
                .array();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().matches("golden\\..*|special_tokens_map.json"))
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path old : files(to)) {
            Files.delete(old);
        }
        for (Path file : files(from)) {
            Files.copy(file, to.resolve(file.getFileName().toString()));
        }
    }
}
