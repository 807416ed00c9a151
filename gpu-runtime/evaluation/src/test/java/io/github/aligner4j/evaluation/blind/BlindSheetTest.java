// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.blind;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.judge.Aspect;
import io.github.aligner4j.evaluation.judge.Aspects;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import io.github.aligner4j.evaluation.judge.Preference;
import io.github.aligner4j.evaluation.judging.JudgedPair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class BlindSheetTest {

    private static final List<Aspect> HELPFUL = List.of(Aspects.of("helpful"));

    private static JudgedPair pair(String row, String system, String answer, String baseline) {
        return new JudgedPair(row, CorrectionRequest.of("q" + row, baseline), system, "original", answer, baseline);
    }

    private static List<JudgedPair> pairs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> pair("row" + i, "aligner", "new " + i, "old " + i))
                .toList();
    }

    private static BlindSheet sheet(int limit, long seed, JudgedPair... pairs) {
        return BlindSheet.of("Sheet", HELPFUL, List.of(pairs), limit, seed);
    }

    @Test
    void pairs_are_shuffled_and_each_side_is_drawn() {
        BlindSheet sheet = BlindSheet.of("Sheet", HELPFUL, pairs(100), 100, 1);

        long systemFirst = sheet.pairs().stream()
                .filter(pair -> pair.first().startsWith("new"))
                .count();
        assertThat(systemFirst).isBetween(30L, 70L);
        List<String> rows =
                sheet.pairs().stream().map(pair -> pair.pairs().get(0).rowId()).toList();
        assertThat(rows)
                .doesNotHaveDuplicates()
                .hasSize(100)
                .isNotEqualTo(rows.stream().sorted().toList());
        assertThat(sheet.pairs())
                .extracting(BlindPair::id)
                .allSatisfy(id -> assertThat(id).matches(sheet.id() + "-\\d+"));
    }

    @Test
    void the_same_seed_gives_the_same_sheet_and_another_one_another() {
        BlindSheet sheet = BlindSheet.of("Sheet", HELPFUL, pairs(20), 10, 1);

        assertThat(BlindSheet.of("Sheet", HELPFUL, pairs(20), 10, 1)).isEqualTo(sheet);
        assertThat(BlindSheet.of("Sheet", HELPFUL, pairs(20), 10, 2).id()).isNotEqualTo(sheet.id());
        assertThat(sheet.pairs()).hasSize(10);
    }

    @Test
    void identical_answers_are_left_out_and_the_same_answers_are_shown_once() {
        BlindSheet sheet = sheet(
                9,
                1,
                pair("1", "aligner", "new", "old"),
                pair("1", "other", "new", "old"),
                pair("1", "third", "same", "same"),
                pair("2", "aligner", "new", "old"));

        assertThat(sheet.pairs()).hasSize(2);
        assertThat(sheet.key())
                .extracting(BlindKey::rowId, BlindKey::system)
                .containsExactlyInAnyOrder(tuple("1", "aligner"), tuple("1", "other"), tuple("2", "aligner"));
    }

    @Test
    void a_verdict_on_a_shown_answer_becomes_a_judgment_of_each_system_behind_it() {
        BlindSheet sheet = sheet(9, 1, pair("1", "aligner", "new", "old"), pair("1", "other", "new", "old"));
        BlindPair shown = sheet.pairs().get(0);
        Preference forNew = shown.first().equals("new") ? Preference.FIRST : Preference.SECOND;

        List<Judgment> judgments = BlindJudgments.of(
                "people:ann", sheet.key(), List.of(new BlindVerdict(shown.id(), "helpful", forNew, "clearer")));

        assertThat(judgments)
                .extracting(Judgment::system, Judgment::result, Judgment::judge)
                .containsExactly(tuple("aligner", Result.WIN, "people:ann"), tuple("other", Result.WIN, "people:ann"));
        assertThat(judgments.get(0).rationales()).containsExactly("clearer");
    }

    @Test
    void of_several_verdicts_on_the_same_pair_the_last_one_counts() {
        BlindSheet sheet = sheet(9, 1, pair("1", "aligner", "new", "old"));
        String id = sheet.pairs().get(0).id();

        List<Judgment> judgments = BlindJudgments.of(
                "people:ann",
                sheet.key(),
                List.of(
                        new BlindVerdict(id, "helpful", Preference.FIRST, ""),
                        new BlindVerdict(id, "helpful", Preference.TIE, ""),
                        new BlindVerdict("else-1", "helpful", Preference.FIRST, "")));

        assertThat(judgments).extracting(Judgment::result).containsExactly(Result.TIE);
    }

    @Test
    void the_majority_needs_more_than_half() {
        List<Judgment> judgments = new ArrayList<>();
        judgments.addAll(votes("1", Result.WIN, Result.WIN, Result.LOSS));
        judgments.addAll(votes("2", Result.WIN, Result.LOSS));
        judgments.addAll(votes("3", Result.LOSS, Result.TIE, Result.LOSS));
        judgments.addAll(votes("4", Result.WIN, Result.WIN, Result.TIE, Result.TIE));

        assertThat(BlindJudgments.majority(judgments))
                .extracting(Judgment::rowId, Judgment::judge, Judgment::result)
                .containsExactly(
                        tuple("1", "people", Result.WIN),
                        tuple("2", "people", Result.TIE),
                        tuple("3", "people", Result.LOSS),
                        tuple("4", "people", Result.TIE));
    }

    @Test
    void a_sheet_without_differences_or_aspects_is_refused() {
        assertThatThrownBy(() -> sheet(9, 1, pair("1", "aligner", "same", "same")))
                .hasMessage(
                        "there is nothing to compare: the answers of all 1 pairs are identical; compare other systems");
        assertThatThrownBy(() -> BlindSheet.of("Sheet", List.of(), pairs(1), 1, 1))
                .hasMessage("a sheet needs at least 1 aspect and 1 pair, but has 0 aspects and a limit of 1 pairs");
    }

    private static List<Judgment> votes(String row, Result... results) {
        List<Judgment> votes = new ArrayList<>();
        for (Result result : results) {
            votes.add(new Judgment(
                    row,
                    "people:" + votes.size(),
                    "helpful",
                    "aligner",
                    "original",
                    result,
                    List.of(),
                    io.github.aligner4j.TokenUsage.NONE,
                    java.time.Duration.ZERO));
        }
        return votes;
    }
}
