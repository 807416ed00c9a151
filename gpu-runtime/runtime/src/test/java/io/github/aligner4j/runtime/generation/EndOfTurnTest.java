// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.template.ChatFormat;
import io.github.aligner4j.template.CorrectionTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Of several ends, a completion's is the one of the prompt's own frame. */
class EndOfTurnTest {

    private static final int END_OF_TEXT = 316;
    private static final int IM_END = 318;
    private static final Prompt CHAT = CorrectionTemplates.alignAnything(ChatFormat.CHATML)
            .render(CorrectionRequest.of("q", "a"))
            .prompt();

    @TempDir
    private Path folder;

    @Test
    void behind_a_chat_frame_it_is_the_frames_whatever_is_listed_first() throws IOException {
        assertThat(end("[318, 316]", "<|endoftext|>", CHAT)).isEqualTo(IM_END);
    }

    @Test
    void behind_a_chat_frame_it_is_the_frames_even_if_its_id_is_not_the_smallest() throws IOException {
        assertThat(end("[316, 318]", "<|endoftext|>", CHAT)).isEqualTo(IM_END);
    }

    @Test
    void behind_plain_text_it_is_the_one_that_the_tokenizer_names() throws IOException {
        assertThat(end("[316, 318]", "<|im_end|>", Prompt.of("q"))).isEqualTo(IM_END);
        assertThat(end("[318, 316]", "<|endoftext|>", Prompt.of("q"))).isEqualTo(END_OF_TEXT);
    }

    @Test
    void behind_plain_text_it_is_the_first_that_is_listed_if_the_tokenizer_names_none_of_them() throws IOException {
        assertThat(end("[318, 316]", "<|extra|>", Prompt.of("q"))).isEqualTo(IM_END);
        assertThat(end("[318, 316]", "", Prompt.of("q"))).isEqualTo(IM_END);
    }

    @Test
    void a_frame_whose_end_is_not_the_models_leaves_the_usual_one() throws IOException {
        assertThat(end("[316]", "<|im_end|>", CHAT)).isEqualTo(END_OF_TEXT);
    }

    /** Returns the last token of a completion, as forced, scored and predicted ones have it. */
    private int end(String listed, String named, Prompt prompt) throws IOException {
        Path parent = Files.createTempDirectory(folder, "x");
        Path checkpoint = GoldenCheckpoint.unpack("qwen3", parent).folder();
        Files.writeString(checkpoint.resolve("generation_config.json"), "{\"eos_token_id\": " + listed + "}");
        Files.writeString(
                checkpoint.resolve("tokenizer_config.json"),
                named.isEmpty() ? "{}" : "{\"eos_token\": {\"content\": \"" + named + "\"}}");
        try (TorchCompletionModel model = TorchCompletionModel.open(ModelSource.folder(checkpoint))) {
            List<Integer> tokens = model.completionTokens(prompt, "yes");
            GenerationOptions forced =
                    GenerationOptions.DEFAULT.withForced(tokens).withScores();
            Generation generated =
                    model.generate(CompletionRequest.builder(prompt).build(), forced);
            assertThat(generated.completion().text()).isEqualTo("yes");
            return tokens.get(tokens.size() - 1);
        }
    }
}
