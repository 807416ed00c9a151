// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Special tokens are found in texts, and cut so that no part has one. */
class SpecialTokensTest {

    private static final Set<String> TOKENS = Set.of("</s>", "<|im_start|>", "[gMASK]", "END OF TURN");
    private final SpecialTokens special = new SpecialTokens(TOKENS);

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "</s>",
                        "<|im_start|>",
                        "[gMASK]",
                        "END OF TURN",
                        "<",
                        "/",
                        "s>",
                        "<|",
                        "|>",
                        "[",
                        "]",
                        "a",
                        " ")
                .list()
                .ofMaxSize(16)
                .map(list -> String.join("", list));
    }

    @Property
    void parts_make_up_the_text_and_have_no_special_token(@ForAll("texts") String text) {
        Set<String> found = special.in(text, candidate -> false);
        List<String> parts = special.cut(text, found);

        assertThat(String.join("", parts)).isEqualTo(text);
        assertThat(TOKENS.stream().filter(text::contains)).allMatch(found::contains);
        for (String part : parts) {
            assertThat(TOKENS.stream().filter(part::contains)).isEmpty();
        }
    }

    @Test
    void without_a_vocabulary_common_tokens_are_found_and_html_is_not() {
        SpecialTokens unknown = new SpecialTokens(Set.of());

        assertThat(List.of("</s>", "a <|eot_id|>", "[/INST]", "<start_of_turn>", "<\uFF5CUser\uFF5C>"))
                .allMatch(unknown::occurIn);
        assertThat(List.of("<b>bold</b>", "[1]", "a < b > c", "<|", "List<String>"))
                .noneMatch(unknown::occurIn);
    }

    @Test
    void a_text_of_many_tags_takes_linear_time() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            text.append("<tag").append(i).append('>');
        }
        Set<String> found = special.in(text.toString(), candidate -> true);

        assertThat(found).hasSize(100_000);
        assertThat(special.cut(text.toString(), found)).hasSize(100_001);
    }
}
