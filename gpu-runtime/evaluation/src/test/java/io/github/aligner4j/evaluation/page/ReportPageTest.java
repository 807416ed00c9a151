// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.evaluation.page.Segment.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReportPageTest {

    private static final String ATTACK = "</p><script>alert(1)</script><img src=x onerror='alert(2)'>\"&";

    @Test
    void a_text_that_is_markup_is_shown_and_not_obeyed() {
        String html = page(ATTACK).html();

        assertThat(html.split("<script", -1)).hasSize(2);
        assertThat(html)
                .doesNotContain("<img")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("onerror=&#39;alert(2)&#39;&gt;&quot;&amp;");
    }

    @Test
    void the_page_allows_its_own_style_and_script_only_and_no_request() {
        assertThat(page("text").html())
                .containsPattern("Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-[^']+';"
                        + " script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'\"")
                .doesNotContain("http:", "https:", "url(", "@import", "src=", "style=");
    }

    @Test
    void deletions_and_insertions_are_marked_by_elements_and_in_a_terminal_by_brackets() {
        ReportPage page = page("friend");

        assertThat(page.html()).contains("<bdi>You </bdi><del>fool</del><ins>friend</ins>");
        assertThat(page.text()).contains("A: You [-fool-]{+friend+}");
    }

    @Test
    void a_terminal_obeys_no_text() {
        assertThat(page("\u001B[2J\u202Erude\u0007").text())
                .contains("{+\uFFFD[2J\uFFFDrude\uFFFD+}")
                .doesNotContain("\u001B", "\u0007", "\u202E");
    }

    @Test
    void half_a_character_does_not_keep_the_page_from_being_written() {
        String html = page("a\uD83D b").html();

        assertThat(html).contains("a\uFFFD b");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(html)).isTrue();
    }

    @Test
    void columns_of_a_table_in_a_terminal_are_of_equal_width() {
        assertThat(page("x").text()).contains("""
                | layer | answers |
                | ----- | ------: |
                | civil |      12 |
                | a\\|b  |       3 |
                """);
    }

    @Test
    void a_row_of_the_wrong_length_is_refused() {
        assertThatThrownBy(() -> new ReportTable("Layers", "", 1, List.of("a", "b"), List.of(List.of("1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row of the table 'Layers' must have 2 cells, but has 1");
    }

    @Test
    void long_texts_without_an_edit_are_left_out_and_no_character_is_cut_in_half() {
        String filler = "\uD83D\uDE00".repeat(300);

        List<Segment> segments = Segments.of(filler + " fool " + filler, filler + " friend " + filler);

        assertThat(segments)
                .extracting(Segment::kind)
                .containsExactly(Kind.OMITTED, Kind.KEPT, Kind.DELETED, Kind.INSERTED, Kind.KEPT, Kind.OMITTED);
        assertThat(segments)
                .allSatisfy(
                        each -> assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(each.text()))
                                .isTrue());
    }

    private static ReportPage page(String inserted) {
        return new ReportPage(
                "Report",
                List.of("A fact."),
                List.of(new ReportTable(
                        "Layers",
                        "A note.",
                        1,
                        List.of("layer", "answers"),
                        List.of(List.of("civil", "12"), List.of("a|b", "3")))),
                "Examples",
                List.of(new ReportExample(
                        "support",
                        "Why?",
                        List.of(
                                new Segment(Kind.KEPT, "You "),
                                new Segment(Kind.DELETED, "fool"),
                                new Segment(Kind.INSERTED, inserted)))));
    }
}
