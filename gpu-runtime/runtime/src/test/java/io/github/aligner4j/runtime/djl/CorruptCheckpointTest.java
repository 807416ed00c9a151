// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Damages files at random places; whatever comes of it is an error with a name, or a checkpoint that runs. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CorruptCheckpointTest {

    private static final int MAX_RUN = 12;

    @TempDir
    private Path parent;

    private int run;
    private int refused;

    @ParameterizedTest
    @CsvSource({
        "llama-tied,         model.safetensors,            4096, 150, 1",
        "llama-tied,         model.safetensors,       100000000,  30, 2",
        "gemma3,             config.json,                  4096, 150, 3",
        "qwen2,              generation_config.json,       4096,  50, 4",
        "llama3-rope-scaled, model.safetensors.index.json, 4096, 100, 5"
    })
    void flipped_bits_are_survived(String name, String file, int reach, int cases, long seed) throws IOException {
        Random random = new Random(seed);
        damage(name, file, cases, bytes -> {
            byte[] flipped = bytes.clone();
            int flips = 1 + random.nextInt(3);
            for (int i = 0; i < flips; i++) {
                flipped[random.nextInt(Math.min(reach, bytes.length))] ^= (byte) (1 << random.nextInt(8));
            }
            return flipped;
        });
        assertThat(run + refused).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "llama-tied,         model.safetensors,            60, 6",
        "mistral,            config.json,                  60, 7",
        "llama3-rope-scaled, model.safetensors.index.json, 40, 8"
    })
    void truncated_files_are_refused(String name, String file, int cases, long seed) throws IOException {
        Random random = new Random(seed);
        damage(name, file, cases, bytes -> Arrays.copyOf(bytes, random.nextInt(bytes.length - 4)));
        assertThat(run).isZero();
        assertThat(refused).isEqualTo(cases);
    }

    private interface Damage {
        byte[] to(byte[] content);
    }

    private void damage(String name, String file, int cases, Damage damage) throws IOException {
        Path folder = GoldenCheckpoint.unpack(name, parent).folder();
        byte[] content = Files.readAllBytes(folder.resolve(file));
        for (int i = 0; i < cases; i++) {
            // A new file each time: an old one may still be mapped.
            Path damaged = Files.write(parent.resolve("damaged"), damage.to(content));
            Files.move(damaged, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            open(folder);
        }
    }

    private void open(Path folder) {
        CheckpointDirectory checkpoint;
        try {
            checkpoint = CheckpointDirectory.open(folder);
        } catch (CheckpointException e) {
            refused++;
            assertThat(e).hasMessageContaining(folder.toString());
            return;
        }
        if (run++ < MAX_RUN) {
            runOnce(folder, checkpoint);
        }
    }

    private static void runOnce(Path folder, CheckpointDirectory checkpoint) {
        try (TorchCausalLanguageModel model = GoldenModels.load(folder, "auto");
                KeyValueCache cache = model.newCache(Math.min(40, model.contextTokens()), ModelVariant.BASE)) {
            GoldenModels.greedyNext(model, new int[] {1, 2, 3}, cache);
            assertThat(model.vocabularySize()).isEqualTo(checkpoint.config().vocabularySize());
        }
    }
}
