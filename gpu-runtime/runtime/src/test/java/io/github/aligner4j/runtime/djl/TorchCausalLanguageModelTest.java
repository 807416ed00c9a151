// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import com.sun.management.OperatingSystemMXBean;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TorchCausalLanguageModelTest {

    private static final int[] PROMPT =
            IntStream.range(0, 48).map(i -> (i * 37 + 5) % 300).toArray();

    @TempDir
    private static Path folder;

    private static TorchCausalLanguageModel model;

    @BeforeAll
    static void load() {
        model = GoldenModels.load(GoldenCheckpoint.unpack("gemma3", folder).folder(), "float32");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void a_truncated_cache_continues_as_if_the_rest_had_never_been_read() {
        int[] other = {7, 8, 9, 10, 11};
        try (KeyValueCache cache = model.newCache(100, ModelVariant.BASE);
                KeyValueCache fresh = model.newCache(100, ModelVariant.BASE)) {
            float[] expected = GoldenModels.next(model, PROMPT, fresh);
            GoldenModels.next(model, Arrays.copyOf(PROMPT, 40), cache);
            GoldenModels.greedyNext(model, other, cache);
            assertThat(cache.length()).isEqualTo(45);
            cache.truncate(40);
            float[] logits = GoldenModels.next(model, Arrays.copyOfRange(PROMPT, 40, 48), cache);
            assertThat(logits).containsExactly(expected, within());
        }
    }

    @Test
    void sequences_do_not_see_each_other() {
        try (KeyValueCache first = model.newCache(100, ModelVariant.BASE);
                KeyValueCache second = model.newCache(60, ModelVariant.BASE)) {
            GoldenModels.next(model, Arrays.copyOf(PROMPT, 20), first);
            GoldenModels.next(model, new int[] {1, 2, 3}, second);
            float[] logits = GoldenModels.next(model, Arrays.copyOfRange(PROMPT, 20, 48), first);
            assertThat(logits).containsExactly(GoldenModels.logits(model, PROMPT), within());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3", "mistral"})
    void prompts_of_several_query_blocks_equal_token_by_token_reading(String name, @TempDir Path other)
            throws IOException {
        Path checkpoint = GoldenCheckpoint.unpack(name, other).folder();
        Path config = checkpoint.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("embeddings\": 512", "embeddings\": 1200"));
        int[] prompt = IntStream.range(0, 1200).map(i -> (i * i + 3) % 300).toArray();
        try (TorchCausalLanguageModel longer = GoldenModels.load(checkpoint, "float32");
                KeyValueCache cache = longer.newCache(prompt.length, ModelVariant.BASE)) {
            float[] logits = new float[0];
            for (int id : prompt) {
                logits = GoldenModels.next(longer, new int[] {id}, cache);
            }
            assertThat(GoldenModels.logits(longer, prompt)).containsExactly(logits, within());
            assertThat(GoldenModels.logits(longer, prompt, 150)).containsExactly(logits, within());
        }
    }

    @Test
    void greedy_is_the_most_likely_token() {
        try (KeyValueCache cache = model.newCache(48, ModelVariant.BASE)) {
            float[] logits = GoldenModels.logits(model, PROMPT);
            int token = GoldenModels.greedyNext(model, PROMPT, cache);
            assertThat(logits[token])
                    .isEqualTo(IntStream.range(0, logits.length)
                            .mapToObj(i -> logits[i])
                            .max(Float::compare)
                            .orElseThrow());
        }
    }

    @Test
    void tokens_outside_the_vocabulary_are_refused_before_anything_is_read() {
        try (KeyValueCache cache = model.newCache(10, ModelVariant.BASE)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GoldenModels.next(model, new int[] {1, 320}, cache))
                    .withMessage("token id 320 is not in the vocabulary, 0 to 319");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GoldenModels.greedyNext(model, new int[] {-1}, cache));
            assertThatIllegalArgumentException().isThrownBy(() -> GoldenModels.greedyNext(model, new int[0], cache));
            assertThat(cache.length()).isZero();
        }
    }

    @Test
    void a_full_cache_takes_no_more() {
        try (KeyValueCache cache = model.newCache(3, ModelVariant.BASE)) {
            GoldenModels.greedyNext(model, new int[] {1, 2}, cache);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GoldenModels.greedyNext(model, new int[] {3, 4}, cache))
                    .withMessage(
                            "the key/value cache holds 2 of 3 tokens, so 2 more don't fit;" + " reserve more room");
            assertThatIllegalArgumentException().isThrownBy(() -> cache.truncate(3));
            assertThatIllegalArgumentException().isThrownBy(() -> cache.truncate(-1));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.newCache(513, ModelVariant.BASE))
                .withMessageContaining("513")
                .withMessageContaining("1 to 512");
    }

    @Test
    void closed_or_foreign_caches_are_refused() {
        KeyValueCache closed = model.newCache(3, ModelVariant.BASE);
        closed.close();
        closed.close();
        assertThatIllegalStateException().isThrownBy(() -> GoldenModels.greedyNext(model, new int[] {1}, closed));
    }

    @Test
    void a_closed_model_refuses_to_work(@TempDir Path other) {
        TorchCausalLanguageModel second =
                GoldenModels.load(GoldenCheckpoint.unpack("llama-tied", other).folder(), "float32");
        try (KeyValueCache cache = second.newCache(3, ModelVariant.BASE)) {
            assertThatIllegalArgumentException().isThrownBy(() -> GoldenModels.greedyNext(model, new int[] {1}, cache));
            second.close();
            second.close();
            assertThatIllegalStateException()
                    .isThrownBy(() -> GoldenModels.greedyNext(second, new int[] {1}, cache))
                    .withMessage("the model is closed");
        }
    }

    @Test
    void closed_caches_give_their_memory_back() {
        useCaches(100);
        long before = virtualMemory();
        useCaches(1000);
        // All of them together would be 384 MB.
        assertThat(virtualMemory() - before).isLessThan(200L << 20);
    }

    private static void useCaches(int count) {
        for (int i = 0; i < count; i++) {
            try (KeyValueCache cache = model.newCache(512, ModelVariant.BASE)) {
                GoldenModels.greedyNext(model, new int[] {1, 2, 3}, cache);
            }
        }
    }

    private static long virtualMemory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getCommittedVirtualMemorySize();
    }

    private static Offset<Float> within() {
        return Offset.offset(1e-4f);
    }
}
