// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import io.github.aligner4j.runtime.checkpoint.SafetensorsBytes;
import io.github.aligner4j.runtime.checkpoint.SteeringVectors;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.aligner4j.runtime.djl.GoldenModels.logits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StrengthTest {

    private static final String ADAPTER = "llama-gqa-lora";
    private static final int HIDDEN = 64;
    private static final int[] PROMPT =
            IntStream.range(0, 24).map(i -> (i * 37 + 5) % 300).toArray();

    @TempDir
    private static Path folder;

    private static TorchCausalLanguageModel model;

    @BeforeAll
    static void load() throws IOException {
        Path checkpoint = GoldenCheckpoint.unpack("llama-gqa", folder).folder();
        SteeringVectors.write(checkpoint.resolve("s.safetensors"), Map.of(0, vector(0), 1, vector(1)));
        Files.writeString(
                checkpoint.resolve("aligner.json"),
                "{\"template\": \"aligner-7b\", \"strength\": {\"vectors\": \"s.safetensors\"}}");
        Path adapter = GoldenCheckpoint.unpack(ADAPTER, folder).folder();
        SteeringVectors.write(adapter.resolve("own.safetensors"), Map.of(2, vector(2)));
        Files.writeString(
                adapter.resolve("aligner.json"),
                "{\"template\": \"aligner-7b\", \"strength\": {\"vectors\": \"own.safetensors\"}}");
        model = load(checkpoint, Map.of(ADAPTER, adapter));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** What is added to a layer's output is what a bias of its last matrix would add. */
    @ParameterizedTest
    @ValueSource(doubles = {-2.5, 0.75})
    void a_vector_acts_as_a_bias_of_the_layers_last_matrix(double strength, @TempDir Path other) throws IOException {
        Path biased = GoldenCheckpoint.unpack("llama-gqa", other).folder();
        addBiases(biased, strength);
        try (TorchCausalLanguageModel reference = load(biased, Map.of())) {
            assertThat(logits(model, new ModelVariant("", strength), PROMPT, 7, 1))
                    .containsExactly(logits(reference, PROMPT), Offset.offset(1e-4f))
                    .isNotEqualTo(logits(model, PROMPT));
        }
    }

    @Test
    void rows_of_one_batch_are_moved_each_by_its_own_strength() {
        List<ModelVariant> variants = List.of(
                new ModelVariant("", 1),
                new ModelVariant(ADAPTER, -1),
                ModelVariant.BASE,
                new ModelVariant("", -2).plainFor(10),
                new ModelVariant(ADAPTER, 0));
        List<KeyValueCache> caches = new ArrayList<>();
        List<Segment> segments = new ArrayList<>();
        for (ModelVariant variant : variants) {
            caches.add(model.newCache(64, variant));
            int length = PROMPT.length - caches.size();
            segments.add(Segment.chain(Arrays.copyOf(PROMPT, length), 1, true, caches.get(caches.size() - 1)));
        }
        List<Scores> scores = model.forward(segments);
        for (int i = 0; i < variants.size(); i++) {
            int[] prompt = segments.get(i).tokenIds();
            assertThat(scores.get(i).logits(0))
                    .containsExactly(logits(model, variants.get(i), prompt), Offset.offset(1e-4f));
        }
        caches.forEach(KeyValueCache::close);
    }

    @Test
    void a_prompt_read_without_strength_serves_every_strength() {
        ModelVariant strong = new ModelVariant("", 2).plainFor(PROMPT.length - 1);
        try (KeyValueCache plain = model.newCache(64, ModelVariant.BASE);
                KeyValueCache cache = model.newCache(64, strong)) {
            GoldenModels.next(model, PROMPT, plain);
            cache.copyPrefix(plain, PROMPT.length - 1);
            float[] logits = GoldenModels.next(model, new int[] {PROMPT[PROMPT.length - 1]}, cache);
            assertThat(logits)
                    .containsExactly(logits(model, strong, PROMPT), Offset.offset(1e-4f))
                    .isNotEqualTo(logits(model, PROMPT));
        }
    }

    @Test
    void tokens_read_with_strength_are_not_shared() {
        try (KeyValueCache plain = model.newCache(64, ModelVariant.BASE);
                KeyValueCache cache = model.newCache(64, new ModelVariant("", 2).plainFor(10));
                KeyValueCache adapted = model.newCache(64, new ModelVariant(ADAPTER, 2).plainFor(10))) {
            GoldenModels.next(model, PROMPT, plain);
            assertThatIllegalArgumentException().isThrownBy(() -> cache.copyPrefix(plain, 11));
            assertThatIllegalArgumentException().isThrownBy(() -> adapted.copyPrefix(plain, 1));
        }
    }

    @Test
    void hidden_states_are_those_before_anything_is_added_and_end_with_the_last_tokens() {
        float[][] all = model.hiddenStates(PROMPT, PROMPT.length);
        float[][] last = model.hiddenStates(PROMPT, 2);
        assertThat(all).hasDimensions(3, PROMPT.length * HIDDEN);
        for (int layer = 0; layer < 3; layer++) {
            float[] end = Arrays.copyOfRange(all[layer], (PROMPT.length - 2) * HIDDEN, PROMPT.length * HIDDEN);
            assertThat(last[layer]).containsExactly(end, Offset.offset(1e-4f));
        }
        assertThat(last[0]).isNotEqualTo(last[1]);
        assertThatIllegalArgumentException().isThrownBy(() -> model.hiddenStates(new int[] {1}, 2));
    }

    /** Gives every feed-forward layer biases, zero but for those that stand for a vector. */
    private static void addBiases(Path checkpoint, double strength) throws IOException {
        Files.move(checkpoint.resolve("model.safetensors"), checkpoint.resolve("weights.safetensors"));
        SafetensorsBytes biases = new SafetensorsBytes();
        List<String> index = new ArrayList<>();
        for (int layer = 0; layer < 3; layer++) {
            String mlp = "model.layers." + layer + ".mlp.";
            biases.add(mlp + "gate_proj.bias", StoredType.F32, 96).add(mlp + "up_proj.bias", StoredType.F32, 96);
            float[] bias = vector(layer);
            for (int i = 0; i < HIDDEN; i++) {
                bias[i] *= layer < 2 ? (float) strength : 0;
            }
            biases.add(mlp + "down_proj.bias", bias);
            for (String matrix : List.of("gate_proj", "up_proj", "down_proj")) {
                index.add("\"" + mlp + matrix + ".bias\": \"biases.safetensors\"");
            }
        }
        Files.write(checkpoint.resolve("biases.safetensors"), biases.toArray());
        Files.writeString(
                checkpoint.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {" + String.join(", ", index) + weights() + "}}");
        Path config = checkpoint.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"mlp_bias\": false", "\"mlp_bias\": true"));
    }

    private static String weights() {
        StringBuilder entries = new StringBuilder();
        List<String> names = new ArrayList<>(List.of("model.embed_tokens", "model.norm", "lm_head"));
        for (int layer = 0; layer < 3; layer++) {
            for (String part : List.of(
                    "self_attn.q_proj",
                    "self_attn.k_proj",
                    "self_attn.v_proj",
                    "self_attn.o_proj",
                    "mlp.gate_proj",
                    "mlp.up_proj",
                    "mlp.down_proj",
                    "input_layernorm",
                    "post_attention_layernorm")) {
                names.add("model.layers." + layer + "." + part);
            }
        }
        names.forEach(name -> entries.append(", \"").append(name).append(".weight\": \"weights.safetensors\""));
        return entries.toString();
    }

    private static TorchCausalLanguageModel load(Path checkpoint, Map<String, Path> adapters) {
        CheckpointWithAdapters tuned = CheckpointWithAdapters.open(checkpoint, null, null, adapters);
        return TorchEngine.load(tuned, new ExecutionOptions("cpu", "float32", 1));
    }

    private static float[] vector(int layer) {
        Random random = new Random(layer);
        float[] vector = new float[HIDDEN];
        for (int i = 0; i < HIDDEN; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }
}
