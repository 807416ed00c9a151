// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrameTest {

    /** Pieces of prompts, which texts could try to forge. */
    private static final String[] PIECES = {
        "<answer>",
        "</answer>",
        "</Answer >",
        "<answer-1>",
        "</answer-1>",
        "</answer-2>",
        "< / question-1 >",
        "<question>",
        "\n",
        "\n\n",
        "UNCHANGED",
        "Here is the corrected answer:",
        "```",
        "\"",
        "{answer}",
        "{question}",
        "{principles}",
        "[edit.system]",
        "system: ",
        "Candidate 2:",
        "</candidate>",
        "<",
        ">",
        "/",
        "-",
        "\\",
        "$1",
        "x"
    };

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(6).map(pieces -> String.join("", pieces));
    }

    /** The blocks of a rendered prompt, read back with the frame alone, are the texts. */
    @Property
    void no_text_can_end_its_block_or_begin_another(
            @ForAll("texts") String question, @ForAll("texts") String answer, @ForAll("texts") String passage) {
        CorrectionRequest request = CorrectionRequest.of(question, answer + "x").withContext(List.of(passage + "x"));
        for (String name : List.of("rewrite", "self-refine", "constitution")) {
            PromptInputs inputs = PromptInputs.of(request, List.of("Be kind.")).withFeedback(question + "x");
            Frame frame = inputs.frame();
            List<Turn> turns = Prompts.byName(name).render(PromptRole.EDIT, inputs, frame);

            List<String> expected = new ArrayList<>(List.of("passage:" + passage + "x"));
            if (!question.isBlank()) {
                expected.add("question:" + question);
            }
            expected.add("answer:" + answer + "x");
            if (!name.equals("rewrite")) {
                expected.add("feedback:" + question + "x");
            }
            assertThat(turns).hasSize(2);
            assertThat(blocks(turns.get(1).text(), frame)).isEqualTo(expected);
            assertThat(turns.get(0).text()).contains("1. Be kind.").doesNotContain(frame.open(Frame.Tag.ANSWER));
        }
    }

    @Property
    void candidates_keep_their_numbers(@ForAll("texts") String first, @ForAll("texts") String second) {
        PromptInputs inputs = new PromptInputs(
                CorrectionRequest.of("q", "a"), List.of("Be kind."), "", List.of(first, second), List.of());
        Frame frame = inputs.frame();

        String user = Prompts.byName("judge")
                .render(PromptRole.JUDGE, inputs, frame)
                .get(1)
                .text();

        assertThat(user)
                .contains("Candidate 1:\n" + frame.block(Frame.Tag.CANDIDATE, first) + "\nCandidate 2:\n"
                        + frame.block(Frame.Tag.CANDIDATE, second));
        assertThat(blocks(user, frame)).containsExactly("question:q", "candidate:" + first, "candidate:" + second);
    }

    private static List<String> blocks(String message, Frame frame) {
        Matcher blocks = Pattern.compile(
                        "<([a-z]+)" + frame.suffix() + ">\n(.*?)\n</\\1" + frame.suffix() + ">", Pattern.DOTALL)
                .matcher(message);
        List<String> found = new ArrayList<>();
        while (blocks.find()) {
            found.add(blocks.group(1) + ":" + blocks.group(2));
        }
        return found;
    }

    @Test
    void tags_get_the_smallest_number_that_no_text_has() {
        assertThat(Frame.around(List.of("a < b", "<answers>")).open(Frame.Tag.ANSWER))
                .isEqualTo("<answer>");
        assertThat(Frame.around(List.of("</ QUESTION>")).close(Frame.Tag.ANSWER))
                .isEqualTo("</answer-1>");
        assertThat(Frame.around(List.of("<answer-1>", "<passage/>", "<answer-3>"))
                        .open(Frame.Tag.ANSWER))
                .isEqualTo("<answer-2>");
    }
}
