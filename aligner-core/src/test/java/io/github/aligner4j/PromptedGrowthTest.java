// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.prompted.PromptDetector;
import io.github.aligner4j.prompted.PromptedAligner;
import io.github.aligner4j.prompted.PromptedJudge;
import io.github.aligner4j.prompted.Prompts;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever question, answer and reply are, the time of a prompted Aligner grows no faster than their length. */
class PromptedGrowthTest {

    private static final int PIECE = 16;

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\n",
                "<",
                "< ",
                "`",
                "```\n",
                "\"",
                "UNCHANGED ",
                "answer-1",
                "</answer>",
                "<answer-1",
                "word ",
                "*",
                "Here is ",
                "1",
                "{answer}"
            })
    void a_text_of_one_piece_again_and_again_is_corrected_in_linear_time(String piece) {
        for (String beginning : List.of("", "<", "UNCHANGED")) {
            Growth.assertLinear(size -> {
                String text = beginning + piece.repeat(size / piece.length()) + "x";
                return () -> correct(text);
            });
        }
    }

    private static void correct(String text) {
        PromptedAligner aligner = PromptedAligner.builder(Prompts.byName("rewrite"), replying(text))
                .build();
        CorrectionRequest request = CorrectionRequest.of(text, text + "y").withContext(List.of(text));
        ignoringRejections(() -> aligner.correct(request, CorrectionContext.DEFAULT.withListener(chunk -> {})));
        ignoringRejections(() -> PromptedJudge.of(replying(text))
                .judge(request, List.of(text, request.answer()), CorrectionContext.DEFAULT));
        ignoringRejections(
                () -> new PromptDetector(replying(text), List.of("a", "b")).detect(request, CorrectionContext.DEFAULT));
    }

    private static void ignoringRejections(Runnable call) {
        try {
            call.run();
        } catch (AlignerException e) {
            // Only the time counts here.
        }
    }

    private static ChatCompletionModel replying(String text) {
        return request -> {
            for (int i = 0; i < text.length(); i += PIECE) {
                request.listener().onText(text.substring(i, Math.min(text.length(), i + PIECE)));
            }
            return new Completion(text, FinishReason.STOP, TokenUsage.NONE, CompletionTimings.NONE);
        };
    }
}
