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
        "llama-gqa, 23,  1, 1, 16",
        "llama-gqa, 24,  1, 8, 21",
        "llama-gqa, 69, 16, 1, 16",
        "qwen3,     27,  1, 1, 16",
        "qwen3,     28,  1, 8, 21",
        "qwen3,     73, 16, 1, 16",
        "gemma2,    45,  1, 1, 28",
        "gemma2,    49,  1, 8, 41",
        "gemma2,   181, 16, 1, 28",
        "granite,   25,  1, 1, 18",
        "granite,   26,  1, 8, 23",
        "granite,   71, 16, 1, 18",
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
