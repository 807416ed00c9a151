// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Segment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The number of operations, each a kernel launch on a GPU, that a pass takes in half precision. A change that needs more of
 * them has to be worth it; one that needs fewer lowers the numbers here.
 */
class ProgramLaunchesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}: {1} a layer for {2} sequences of {3} tokens, and {4} around the layers")
    @CsvSource({
        "llama-gqa, 17,  1, 1, 14",
        "llama-gqa, 18,  1, 8, 19",
        "llama-gqa, 48, 16, 1, 14",
        "qwen3,     20,  1, 1, 14",
        "qwen3,     21,  1, 8, 19",
        "qwen3,     51, 16, 1, 14",
        "gemma2,    29,  1, 1, 25",
        "gemma2,    33,  1, 8, 38",
        "gemma2,   150, 16, 1, 25",
        "granite,   17,  1, 1, 16",
        "granite,   18,  1, 8, 21",
        "granite,   48, 16, 1, 16",
    })
    void a_pass_takes_so_many_launches(String name, int layer, int sequences, int tokens, int around) {
        Path checkpoint = GoldenCheckpoint.unpack(name, folder).folder();
        try (TorchCausalLanguageModel model = GoldenModels.load(checkpoint, "bfloat16")) {
            OperationTrace trace = pass(model, sequences, tokens);
            assertThat(trace.runs("layer")).isEqualTo(model.layers());
            assertThat((double) trace.launches("layer") / model.layers())
                    .as(() -> "launches of a layer: " + launches(trace, true))
                    .isEqualTo(layer);
            assertThat(trace.launches() - trace.launches("layer"))
                    .as(() -> "launches around the layers: " + launches(trace, false))
                    .isEqualTo(around);
        }
    }

    /** As on a GPU: the caches of all sequences in one slab. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-gqa", "mistral", "qwen3", "gemma2"})
    void in_one_slab_the_number_of_sequences_changes_no_number_of_launches(String name) {
        try (TorchCausalLanguageModel model =
                OneSlab.load(GoldenCheckpoint.unpack(name, folder).folder())) {
            long few = pass(model, 2, 1).launches();
            assertThat(pass(model, 16, 1).launches()).isEqualTo(few);
            assertThat(pass(model, 40, 1).launches()).isEqualTo(few);
            assertThat(few - pass(model, 1, 1).launches()).isLessThanOrEqualTo(4L * model.layers() + 50);
        }
    }

    private static OperationTrace pass(TorchCausalLanguageModel model, int sequences, int tokens) {
        List<KeyValueCache> caches = new ArrayList<>();
        for (int i = 0; i < sequences; i++) {
            caches.add(model.newCache(3 + tokens, ModelVariant.BASE));
        }
        try {
            model.forward(segments(caches, 3));
            return OperationTrace.of(() -> model.forward(segments(caches, tokens)));
        } finally {
            caches.forEach(KeyValueCache::close);
        }
    }

    private static List<Segment> segments(List<KeyValueCache> caches, int tokens) {
        int[] ids = IntStream.range(5, 5 + tokens).toArray();
        return caches.stream()
                .map(cache -> Segment.chain(ids, tokens, false, cache))
                .toList();
    }

    private static String launches(OperationTrace trace, boolean inLayers) {
        return trace.calls().stream()
                .filter(call -> call.launch() && call.functions().contains("layer") == inLayers)
                .map(OperationTrace.Call::name)
                .collect(Collectors.joining(" "));
    }
}
