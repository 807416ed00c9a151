// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.insertion;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.insertion.EditInsertion.EditedAnswer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EditInsertionTest {

    private static final TextPair RUDE = new TextPair("you fool", "dear reader");

    @Test
    void edits_are_inserted_in_all_surroundings_but_code_and_nothing_else_changes() {
        String answer =
                "First one. Second 3.5 percent!\n\n1. Third item\n| A table. Here. |\n# Heading.\n\n```\nCode. Not.\n"
                        + "```\n    Nor here. No.\nThe end";
        List<EditedAnswer> edited = new EditInsertion(20, 40)
                .insert(List.of(RUDE), List.of(CorrectionRequest.of("q", answer)), 60, new Random(1));

        String everywhere =
                "You fool.\n\nFirst one. You fool. Second 3.5 percent! You fool.\n\nYou fool.\n\n1. You fool. Third item\n"
                        + "| A table. Here. |\n# Heading.\n\n```\nCode. Not.\n```\n    Nor here. No.\nYou fool. The end\n\nYou fool.";
        assertThat(edited).hasSize(60).allSatisfy(row -> {
            assertThat(row.correction()).isEqualTo(row.answer().replace("You fool.", "Dear reader."));
            assertThat(row.answer().replaceAll("\\s*You fool[.]\\s*", "").replaceAll("\\s", ""))
                    .isEqualTo(answer.replaceAll("\\s", ""));
        });
        assertThat(edited.stream()
                        .map(row -> row.answer().split("You fool", -1).length)
                        .distinct())
                .hasSizeGreaterThan(4);
        assertThat(edited.stream().map(EditedAnswer::answer))
                .anyMatch(text -> text.startsWith("You fool. First"))
                .anyMatch(text -> text.startsWith("You fool.\n\nFirst"))
                .anyMatch(text -> text.endsWith("\n\nYou fool."))
                .anyMatch(text -> text.contains("1. You fool. Third"))
                .anyMatch(text -> text.contains("You fool.\n\n1. "))
                .anyMatch(text -> text.replaceFirst("You fool. First", "You fool.\n\nFirst")
                        .equals(everywhere));
    }

    @Test
    void inserted_edits_are_as_many_as_wanted_and_repeatable() {
        List<CorrectionRequest> answers = List.of(
                CorrectionRequest.of("q1", "One. Two. Three. Four."),
                CorrectionRequest.of("q2", "```\nNo sentence.\n```"));
        EditInsertion insertion = new EditInsertion(20, 2);

        List<EditedAnswer> edited = insertion.insert(pairs(5), answers, 3, new Random(4));

        assertThat(edited)
                .hasSizeBetween(1, 3)
                .allMatch(row -> row.question().equals("q1"))
                .allMatch(row -> row.answer().split("Bad", -1).length <= 3);
        assertThat(insertion.insert(pairs(5), answers, 3, new Random(4))).isEqualTo(edited);
        assertThat(insertion.insert(List.of(), answers, 3, new Random(4))).isEmpty();
        assertThatThrownBy(() -> new EditInsertion(0, 2)).hasMessageContaining("at least 1 character");
    }

    private static List<TextPair> pairs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new TextPair("bad " + i, "good " + i))
                .toList();
    }
}
