// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.checkpoint.SteeringVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Requests of different strengths share what they read in common, and nothing else. */
class StrengthSharingTest {

    private static final String FRAME = "##Answer: ";
    private static final String TEXT = "nobody gives a damn about your silly little blog .";

    private static final RuntimeOptions FLOAT32 = RuntimeOptions.DEFAULT.withDtype("float32");
    private static TorchCompletionModel sharing;
    private static TorchCompletionModel alone;

    @BeforeAll
    static void load(@TempDir Path parent) throws IOException {
        Path folder = GoldenCheckpoint.unpack("llama-gqa", parent).folder();
        SteeringVectors.write(folder.resolve("strength.safetensors"), Map.of(1, vector()));
        Files.writeString(
                folder.resolve("aligner.json"),
                "{\"template\": \"aligner-7b\", \"steering\": {\"vectors\": \"strength.safetensors\"}}");
        ModelSource steerable = ModelSource.folder(folder);
        sharing = TorchCompletionModel.builder(steerable).options(FLOAT32).open();
        alone = TorchCompletionModel.builder(steerable)
                .options(FLOAT32.withScheduling(SchedulingOptions.DEFAULT.withPrefixCacheBytes(0)))
                .open();
    }

    private static float[] vector() {
        float[] vector = new float[64];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (i % 7 - 3) / 10f;
        }
        return vector;
    }

    @AfterAll
    static void close() {
        sharing.close();
        alone.close();
    }

    @Test
    void requests_that_share_a_prompt_and_no_strength_get_what_each_gets_alone() {
        List<String> prompts = List.of(
                FRAME + TEXT + " ##Correction:",
                FRAME + TEXT + " " + TEXT + " ##Correction:",
                FRAME + TEXT + " ##Correction: nobody");
        long before = sharing.status().prefixCache().reusedTokens();
        for (double strength : new double[] {0, 3, -3, 3, 0, 1.5}) {
            for (String prompt : prompts) {
                CompletionRequest request = request(prompt, strength);
                sharing.prefill(request);
                assertThat(sharing.generate(request).tokenIds())
                        .as("%s at %s", prompt.substring(FRAME.length()), strength)
                        .isEqualTo(alone.generate(request).tokenIds());
            }
        }
        assertThat(sharing.status().prefixCache().reusedTokens() - before).isGreaterThan(17 * 20);
    }

    @Test
    void an_unknown_adapter_is_refused_where_it_is_asked_for() {
        CompletionRequest request =
                CompletionRequest.builder(Prompt.of(TEXT)).adapter("kind").build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sharing.complete(request))
                .withMessage("there is no adapter 'kind'; the model was loaded with none");
    }

    private static CompletionRequest request(String prompt, double strength) {
        return CompletionRequest.builder(Prompt.of(prompt))
                .strength(strength)
                .prediction(" " + TEXT)
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(30))
                .build();
    }
}
