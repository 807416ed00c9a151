// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.golden.GoldenRow;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.aligner4j.runtime.djl.GoldenModels.greedy;
import static io.github.aligner4j.runtime.djl.GoldenModels.ids;
import static io.github.aligner4j.runtime.djl.GoldenModels.logits;
import static io.github.aligner4j.runtime.djl.GoldenModels.worst;
import static org.assertj.core.api.Assertions.assertThat;

/** Activated adapters against PEFT's own outputs: invocations at the end, twice, nowhere and in the middle of a prompt. */
class ActivatedLoraTest {

    private static final double FLOAT32_BOUND = 1e-4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"granite", "granitemoehybrid"})
    void logits_and_tokens_are_those_of_peft_however_a_prompt_is_read(String base) {
        CheckpointWithAdapters checkpoint = open(base);
        try (TorchCausalLanguageModel model = load(checkpoint)) {
            for (GoldenRow row : golden(base + "-alora").rows()) {
                int[] ids = ids(row);
                ModelVariant variant = variant(checkpoint, base + "-alora", ids);
                assertThat(worst(logits(model, variant, ids), row.lastLogits())).isLessThan(FLOAT32_BOUND);
                assertThat(worst(logits(model, variant, ids, 1, ids.length - 2), row.lastLogits()))
                        .isLessThan(FLOAT32_BOUND);
                assertThat(greedy(model, variant, ids, row.greedyIds().size())).isEqualTo(row.greedyIds());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"granite", "granitemoehybrid"})
    void base_adapter_and_activated_adapter_share_a_pass(String base) {
        CheckpointWithAdapters checkpoint = open(base);
        List<String> order = List.of(base + "-alora", base, base + "-lora", base + "-alora", base);
        try (TorchCausalLanguageModel model = load(checkpoint)) {
            List<GoldenRow> rows = new ArrayList<>();
            List<KeyValueCache> caches = new ArrayList<>();
            List<Segment> segments = new ArrayList<>();
            for (String name : order) {
                GoldenRow row = golden(name).rows().get(rows.size() % 4);
                rows.add(row);
                caches.add(model.newCache(256, variant(checkpoint, name.equals(base) ? "" : name, ids(row))));
                segments.add(Segment.chain(ids(row), 1, true, caches.get(caches.size() - 1)));
            }
            List<Scores> scores = model.forward(segments);
            for (int i = 0; i < rows.size(); i++) {
                assertThat(worst(scores.get(i).logits(0), rows.get(i).lastLogits()))
                        .as(order.get(i))
                        .isLessThan(FLOAT32_BOUND);
            }
            caches.forEach(KeyValueCache::close);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"granite", "granitemoehybrid"})
    void keys_and_values_of_the_base_serve_up_to_the_invocation(String base) {
        CheckpointWithAdapters checkpoint = open(base);
        GoldenRow row = golden(base + "-alora").rows().get(0);
        int[] ids = ids(row);
        ModelVariant activated = variant(checkpoint, base + "-alora", ids);
        try (TorchCausalLanguageModel model = load(checkpoint);
                KeyValueCache read = model.newCache(64, ModelVariant.BASE);
                KeyValueCache cache = model.newCache(64, activated)) {
            model.forward(List.of(Segment.chain(ids, 0, false, read)));
            cache.copyPrefix(read, activated.baseTokens());
            int[] rest = Arrays.copyOfRange(ids, activated.baseTokens(), ids.length);
            assertThat(activated.baseTokens()).isGreaterThan(10);
            assertThat(worst(GoldenModels.next(model, rest, cache), row.lastLogits()))
                    .isLessThan(FLOAT32_BOUND);
        }
    }

    private static ModelVariant variant(CheckpointWithAdapters checkpoint, String adapter, int[] prompt) {
        return checkpoint.variants().reading(prompt, new ModelVariant(adapter, 0));
    }

    private static TorchCausalLanguageModel load(CheckpointWithAdapters checkpoint) {
        return TorchEngine.load(checkpoint, new ExecutionOptions("cpu", "float32", 1));
    }

    private CheckpointWithAdapters open(String base) {
        return CheckpointWithAdapters.open(
                GoldenCheckpoint.unpack(base, folder).folder(),
                null,
                null,
                Map.of(
                        base + "-lora",
                        GoldenCheckpoint.unpack(base + "-lora", folder).folder(),
                        base + "-alora",
                        GoldenCheckpoint.unpack(base + "-alora", folder).folder()));
    }

    private GoldenCheckpoint golden(String name) {
        return new GoldenCheckpoint(name, folder.resolve(name));
    }
}
