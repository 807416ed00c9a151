// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import io.github.aligner4j.evaluation.blind.BlindSheet;
import io.github.aligner4j.evaluation.judge.Aspect;
import io.github.aligner4j.evaluation.judge.Aspects;
import io.github.aligner4j.evaluation.judging.JudgedPair;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BlindPageTest {

    private static String html(String aspect, String answer, String baseline) {
        CorrectionRequest request = CorrectionRequest.builder("How do I <stop> it?", "the secret original")
                .context(List.of("Hold the button."))
                .conversation(List.of(new Turn(Turn.Role.USER, "Hi.")))
                .build();
        JudgedPair pair = new JudgedPair("row-7", request, "aligner-9b", "gpt-x", answer, baseline);
        List<Aspect> aspects = List.of(Aspects.of(aspect));
        return BlindPage.html(BlindSheet.of("Which one?", aspects, List.of(pair), 10, 1));
    }

    @Test
    void the_page_names_no_system_and_no_row() {
        assertThat(html("helpful", "Hold it, please.", "Hold it, fool."))
                .contains("Which one?", "How do I &lt;stop&gt; it?", "Hold the button.", "Hi.")
                .doesNotContain("aligner-9b", "gpt-x", "row-7", "the secret original");
    }

    @Test
    void words_that_differ_are_marked_in_both_answers() {
        assertThat(html("helpful", "Hold it, please.", "Hold it, fool."))
                .contains("Hold it, <mark>please</mark>.", "Hold it, <mark>fool</mark>.");
    }

    @Test
    void texts_are_inert_and_nothing_is_loaded() {
        String page = html("helpful", "<script>alert('x')</script>", "<img src=http://example.org/x>");

        assertThat(page)
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;".substring(0, 4))
                .contains("default-src 'none'")
                .doesNotContain("<script>alert", "<img", "unsafe-inline", "https://");
    }

    @Test
    void the_original_answer_is_shown_only_if_an_aspect_compares_with_it() {
        assertThat(html("meaning-kept", "a", "b")).contains("the secret original", "Original answer");
    }
}
