// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MarkdownStructureTest {

    private static List<String> outline(String text) {
        return MarkdownStructure.of(text).outline();
    }

    @Test
    void headings_have_a_level_whether_marked_or_underlined() {
        assertThat(outline("# One\n###### Six #\nTitle\n===\nOther\n---\n"))
                .containsExactly("heading 1", "heading 6", "heading 1", "heading 2");
        assertThat(outline("#tag\n####### seven\n    # code\n\n---\n***\n- - -\n"))
                .isEmpty();
    }

    @Test
    void list_items_have_a_kind_and_a_depth() {
        assertThat(outline("- a\n  * b\n    1. c\n+ d\n\n2) e\r\n---\n-\n"))
                .containsExactly("bullet 1", "bullet 2", "number 3", "bullet 1", "number 1", "bullet 1");
        assertThat(outline("-a\n1.a\n*bold* text\n1234567890. a\n")).isEmpty();
    }

    @Test
    void tables_have_columns_and_rows() {
        assertThat(outline("a | b\n:-- | --:\n1 | 2\n3 | 4\n\n5 | 6\n")).containsExactly("table 2", "row", "row");
        assertThat(outline("a or b\n|-|\n")).isEmpty();
    }

    @Test
    void quotes_are_read_as_their_content() {
        assertThat(outline("> # a\n> - b\n>> - c\n")).containsExactly("heading 1", "bullet 1", "bullet 1");
    }

    @Test
    void nothing_in_a_fence_is_structure() {
        MarkdownStructure structure = MarkdownStructure.of("1. a\n   ```Java\n# x\n``\n~~~\n   ```\n~~~\n`y`\n");

        assertThat(structure.outline()).containsExactly("number 1", "fence java", "fence ");
        assertThat(structure.codeBlocks()).containsExactly("# x\n``\n~~~\n", "`y`\n");
        assertThat(structure.codeSpans()).isEmpty();
    }

    @Test
    void code_spans_end_at_as_many_back_quotes_in_the_same_paragraph() {
        assertThat(MarkdownStructure.of("a `b` ``c`d`` `e\nf` `g\n\nh` ```i``` j")
                        .codeSpans())
                .containsExactly("b", "c`d", "e\nf", "i");
    }

    @Test
    void its_description_quotes_no_text() {
        assertThat(MarkdownStructure.of("`secret`\n```secret\nsecret\n```").toString())
                .isEqualTo("MarkdownStructure[outline of 1, code blocks=1, code spans=1]");
    }
}
