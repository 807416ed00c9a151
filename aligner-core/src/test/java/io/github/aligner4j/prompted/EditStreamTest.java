// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EditStreamTest {

    private static final String LONG =
            "It is a long way to the end of this line, and nothing in it tells what comes. ".repeat(3);

    private final List<String> heard = new ArrayList<>();

    private Correction correct(String original, String... replies) {
        String prompt = replies.length == 1 ? "rewrite" : "self-critique";
        return AlignerCall.correct(
                PromptedAligner.builder(Prompts.byName(prompt), new ChatScript(replies))
                        .build(),
                CorrectionRequest.of("q", original),
                CorrectionContext.DEFAULT.withListener(heard::add));
    }

    @Test
    void a_correction_streams_once_its_beginning_is_known() {
        Correction correction = correct("\n x", "Two\nlines and more. \n");

        assertThat(correction.answer()).isEqualTo("\n Two\nlines and more.");
        assertThat(String.join("", heard)).isEqualTo(correction.answer());
        assertThat(heard.get(0)).isEqualTo("\n ");
        assertThat(heard.get(1)).isEqualTo("Two\nl");
        assertThat(heard).hasSizeGreaterThan(10).noneMatch(chunk -> chunk.endsWith(" ") && chunk.length() > 2);
    }

    @Test
    void a_long_first_line_streams_before_it_ends() {
        correct("x", LONG);

        assertThat(heard).hasSizeGreaterThan(20);
        assertThat(heard.get(0)).hasSizeBetween(150, 170);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNCHANGED",
                "\"UNCHANGED.\"",
                "”\nUNCHANGED",
                "**\n\nUNCHANGED_\n**",
                "Here is the corrected answer:\n\nUNCHANGED"
            })
    void unchanged_is_never_heard(String reply) {
        assertThat(correct("An old answer.", reply).changed()).isFalse();
        assertThat(heard).containsExactly("An old answer.");
    }

    @Test
    void an_introduction_is_never_heard_and_the_rest_streams() {
        correct("x", "Here is the corrected answer:\n\n" + LONG + "\nThe end.");

        assertThat(String.join("", heard)).isEqualTo(LONG + "\nThe end.");
        assertThat(heard).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```\nfirst\nsecond\n```",
                "\"first\nsecond\"",
                "<answer>\nfirst\nsecond\n</answer>",
                "Corrected answer:\n\n“first\nsecond”"
            })
    void what_may_be_wrapped_as_a_whole_comes_in_one_chunk(String reply) {
        assertThat(correct("x", reply).answer()).isEqualTo("first\nsecond");
        assertThat(heard).containsExactly("first\nsecond");
    }

    @Test
    void only_the_edit_streams_and_not_the_feedback() {
        correct("x", "- wrong\n- and worse", "first\nsecond\nthird");

        assertThat(String.join("", heard)).isEqualTo("first\nsecond\nthird");
        assertThat(heard).hasSizeGreaterThan(5);
    }

    @Test
    void a_broken_character_or_a_tag_ends_the_stream_before_it() {
        for (String bad : List.of("\uFFFD", "</answer>", "< /question >")) {
            heard.clear();
            assertThatThrownBy(() -> correct("x", "first\nsecond " + bad + " third"))
                    .isInstanceOf(CorrectionRejectedException.class);
            assertThat(String.join("", heard).strip()).isEqualTo("first\nsecond");
        }
    }

    @Test
    void less_than_signs_that_begin_no_tag_are_streamed() {
        String text = "first\na < b and <b>bold</b> <unfinished";
        assertThat(correct("x", text).answer()).isEqualTo(text);
        assertThat(String.join("", heard)).isEqualTo(text);
    }

    @Test
    void the_word_unchanged_with_more_is_rejected_before_anything_is_heard() {
        assertThatThrownBy(() -> correct("x", "UNCHANGED\nfirst\nsecond"))
                .isInstanceOf(CorrectionRejectedException.class);
        assertThatThrownBy(() -> correct("x", "UNCHANGED - as the answer is fine.\nfirst\nsecond"))
                .isInstanceOf(CorrectionRejectedException.class);
        assertThat(heard).isEmpty();
    }

    @Provide
    Arbitrary<String> replies() {
        return Arbitraries.of(
                        "UNCHANGED",
                        "Here is the corrected answer:",
                        "Corrected answer: ",
                        "\n",
                        " ",
                        "```",
                        "\"",
                        "“",
                        "”",
                        "<",
                        ">",
                        "/",
                        "answer",
                        "word ",
                        "x",
                        "\r\n",
                        "\nfirst\nsecond",
                        LONG)
                .list()
                .ofMaxSize(8)
                .map(pieces -> String.join("", pieces));
    }

    /** Whatever a model replies, a listener gets the same text as a caller without one, or both get the same failure. */
    @Property
    void streaming_changes_no_correction(@ForAll("replies") String original, @ForAll("replies") String reply) {
        heard.clear();
        CorrectionRequest request = CorrectionRequest.of("q", original + "x");
        PromptedAligner aligner = PromptedAligner.builder(Prompts.byName("rewrite"), new ChatScript(any -> reply))
                .guards(List.of())
                .build();
        String expected = outcome(() -> aligner.correct(request).answer());

        String streamed =
                outcome(() -> AlignerCall.correct(aligner, request, CorrectionContext.DEFAULT.withListener(heard::add))
                        .answer());

        assertThat(streamed).isEqualTo(expected);
        if (!streamed.startsWith("rejected: ")) {
            assertThat(String.join("", heard)).isEqualTo(expected);
        }
    }

    private static String outcome(Supplier<String> correction) {
        try {
            return correction.get();
        } catch (CorrectionRejectedException e) {
            return "rejected: " + e.getMessage();
        }
    }
}
