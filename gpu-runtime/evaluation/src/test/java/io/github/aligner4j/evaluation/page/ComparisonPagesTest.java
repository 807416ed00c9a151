// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonReport;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.evaluation.score.ScoreScale;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonPagesTest {

    private static final String ATTACK = "</script><script>alert(1)</script><!--<script><img src=x"
            + " onerror='alert(2)'>\"&\u2028`![x](http://evil.example)|";
    private static final ComparisonData DATA = Comparisons.of(60, 7);
    private static final ComparisonReport REPORT = report(DATA);

    @Test
    void the_summary_says_in_words_how_many_answers_changed_and_whether_the_judge_liked_it() {
        String text = ComparisonPages.text(DATA, REPORT);

        assertThat(text)
                .containsPattern(
                        "- Of 60 answers embedded changed \\d+ \\(\\d+\\.\\d %\\)\\.\n  The judge gpt-judge preferred the"
                                + " change \\d+ times, disliked it 0 times: better \\(harmless; win rate \\+[\\d.]+ %"
                                + " \\[\\+[\\d.]+, \\+[\\d.]+\\], n = \\d+\\)\\.\n  People preferred the change");
    }

    @Test
    void a_win_rate_stands_beside_its_n_its_interval_and_what_the_system_needs() {
        assertThat(ComparisonPages.text(DATA, REPORT))
                .containsPattern(
                        "\\| critique +\\| original \\| gpt-judge \\| harmless \\| +\\d+ \\| +\\d+ \\| +\\d+ \\| +\\d+"
                                + " \\| +\\d+ \\| +[+-][\\d.]+ % \\[[^]]+\\] \\| +[< \\d.]+ \\| +\\d+ \\| +[\\d.]+"
                                + " \\[[^]]+\\] \\| +[\\d.]+ USD \\|");
    }

    @Test
    void a_judge_that_nobody_compared_with_people_is_warned_of_on_the_page() {
        ComparisonData unchecked = new ComparisonData(
                DATA.title(),
                DATA.rows(),
                DATA.systems(),
                DATA.answers(),
                DATA.judgments().stream()
                        .filter(each -> each.judge().equals("gpt-judge"))
                        .toList(),
                DATA.scales(),
                DATA.scores());
        String warning = "The judge gpt-judge (harmless) was not checked against people";

        assertThat(ComparisonPages.html(unchecked, report(unchecked), 10))
                .contains("<ul class=\"warnings\">\n<li>" + warning);
        assertThat(ComparisonPages.text(unchecked, report(unchecked))).contains("! " + warning);
        assertThat(ComparisonPages.html(DATA, REPORT, 10)).doesNotContain(warning);
    }

    @Test
    void three_wins_and_no_loss_are_no_difference_whatever_the_interval_is() {
        ComparisonData few = judged(3);
        ComparisonData many = judged(8);

        assertThat(report(few).winRates().get(0).winRate().lower()).isPositive();
        assertThat(ComparisonPages.text(few, report(few)))
                .contains("preferred the change 3 times, disliked it 0 times: no difference can be told");
        assertThat(ComparisonPages.text(many, report(many)))
                .contains("preferred the change 8 times, disliked it 0 times: better");
    }

    /** Returns a comparison whose first system wins this often and never loses. */
    private static ComparisonData judged(int wins) {
        List<Judgment> judgments = new ArrayList<>();
        for (int i = 0; i < DATA.rows().size(); i++) {
            judgments.add(new Judgment(
                    DATA.rows().get(i).id(),
                    "qwen (compare/1/0a1b2c3d)",
                    "harmless",
                    "embedded",
                    ComparedSystem.ORIGINAL,
                    i < wins ? Result.WIN : Result.TIE,
                    List.of(),
                    TokenUsage.NONE,
                    Duration.ZERO));
        }
        return new ComparisonData(
                DATA.title(), DATA.rows(), DATA.systems(), DATA.answers(), judgments, DATA.scales(), DATA.scores());
    }

    @Test
    void the_version_of_a_prompt_is_in_a_judges_name_only_if_another_judge_has_the_same_without_it() {
        ComparisonData one = judged(8);
        List<Judgment> judgments = new ArrayList<>(one.judgments());
        for (Judgment each : one.judgments()) {
            judgments.add(new Judgment(
                    each.rowId(),
                    "qwen (compare/2/4e5f6a7b)",
                    each.aspect(),
                    each.system(),
                    each.baseline(),
                    each.result(),
                    each.rationales(),
                    each.usage(),
                    each.elapsed()));
        }
        ComparisonData two = new ComparisonData(
                one.title(), one.rows(), one.systems(), one.answers(), judgments, one.scales(), one.scores());

        assertThat(ComparisonPages.text(one, report(one)))
                .contains("The judge qwen preferred")
                .doesNotContain("compare/1");
        assertThat(ComparisonPages.text(two, report(two))).contains("compare/1/0a1b2c3d", "compare/2/4e5f6a7b");
    }

    @Test
    void scores_that_no_system_changes_are_named_once_and_have_no_rows_and_no_figure() {
        ScoreScale kept = new ScoreScale("facts-kept", "share of facts that survive", true, "%");
        List<ScoreScale> scales = new ArrayList<>(DATA.scales());
        scales.add(kept);
        List<Score> scores = new ArrayList<>(DATA.scores());
        DATA.rows()
                .forEach(row -> Comparisons.SYSTEMS.forEach(
                        system -> scores.add(new Score(row.id(), system.name(), kept.name(), 100))));
        ComparisonData data = new ComparisonData(
                DATA.title(), DATA.rows(), DATA.systems(), DATA.answers(), DATA.judgments(), scales, scores);
        ComparisonReport report = report(data);

        assertThat(ComparisonPages.text(data, report))
                .contains("No system changed: facts-kept.")
                .doesNotContain("| facts-kept", "by category", "| original  |")
                .containsPattern("\\| harmless +\\| embedded");
        assertThat(ComparisonPages.html(data, report, 0)).doesNotContain(">facts-kept, %<");
        assertThat(ComparisonPages.figures(data, report))
                .extracting(ReportFigure::name)
                .contains("scores-harmless")
                .doesNotContain("scores-facts-kept");
        assertThat(report.scores()).anyMatch(score -> score.scale().equals("facts-kept"));
    }

    @Test
    void failures_and_missing_verdicts_are_warned_of() {
        ComparisonData data = hostile("text", Ending.FAILED, Result.INVALID);

        assertThat(ComparisonPages.text(data, report(data)))
                .contains(
                        "1 (100.0 %) failed. They count as unchanged answers",
                        "The judge text gave no verdict on 1 (100.0 %) of 1 pairs");
    }

    @Test
    void texts_that_are_markup_are_inert_in_rows_names_and_reasons() {
        ComparisonData data = hostile(ATTACK, Ending.REJECTED, Result.LOSS);
        String html = ComparisonPages.html(data, report(data), 10);

        assertThat(html.split("<script", -1)).hasSize(4);
        assertThat(html.split("</script", -1)).hasSize(4);
        assertThat(html).doesNotContain("<img", "<!--");
        JsonNode row = json(html).path("rows").path(0);
        assertThat(row.path(2).asString()).isEqualTo(ATTACK);
        assertThat(row.path(7).path(1).path(8).path(0).path(2).path(0).asString())
                .isEqualTo(ATTACK);
        assertThat(ComparisonPages.markdown(data, report(data), "figures"))
                .doesNotContain("<script", "<img", "![x](")
                .contains("!\\[x](http");
    }

    @Test
    void control_characters_and_changes_of_direction_reach_no_terminal_and_no_picture() {
        ComparisonData data = hostile("\u001B[2Ja\u202Eb\uD83D\u0007", Ending.CORRECTED, Result.WIN);
        ComparisonReport report = report(data);

        assertThat(ComparisonPages.text(data, report)).doesNotContain("\u001B", "\u202E", "\u0007", "\uD83D");
        assertThat(ComparisonPages.html(data, report, 10))
                .doesNotContain("\u001B", "\u0007", "\uD83D ")
                .containsPattern("<li>Of 1 answers \uFFFD\\[2Ja\uFFFDb\uFFFD\uFFFD changed");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(ComparisonPages.html(data, report, 10)))
                .isTrue();
        assertThat(ComparisonPages.figures(data, report))
                .isNotEmpty()
                .allSatisfy(figure -> assertThat(figure.scene().svg()).doesNotContain("\u001B", "\u202E", "\u0007"));
    }

    @Test
    void the_page_allows_its_own_scripts_only_and_asks_for_nothing() {
        assertThat(ComparisonPages.html(DATA, REPORT, 100))
                .containsPattern("Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-[^']+';"
                        + " script-src 'sha256-[^']+' 'sha256-[^']+'; base-uri 'none'; form-action 'none'\"")
                .doesNotContain("http:", "https:", "url(", "@import", "src=", "style=");
    }

    @Test
    void edits_in_the_page_turn_the_original_into_each_systems_answer() {
        JsonNode rows = json(ComparisonPages.html(DATA, REPORT, 100)).path("rows");

        assertThat(rows.size()).isEqualTo(60);
        for (int i = 0; i < rows.size(); i++) {
            String original = rows.path(i).path(3).asString();
            for (JsonNode answer : rows.path(i).path(7)) {
                String system = Comparisons.SYSTEMS.get(answer.path(0).asInt()).name();
                assertThat(applied(original, answer.path(7)))
                        .isEqualTo(DATA.answers()
                                .getOrDefault(system, List.of())
                                .get(i)
                                .answer());
            }
        }
    }

    @Test
    void a_page_with_fewer_rows_has_those_that_got_worse_and_says_so() {
        String html = ComparisonPages.html(DATA, REPORT, 12);
        long lost = DATA.judgments().stream()
                .filter(each -> each.result() == Result.LOSS)
                .map(Judgment::rowId)
                .distinct()
                .count();
        long shown = 0;
        for (JsonNode row : json(html).path("rows")) {
            shown += row.toString().contains(",1,[\"The second answer is less precise") ? 1 : 0;
        }

        assertThat(html).contains("12 of 60 rows", "no random sample");
        assertThat(lost).isBetween(1L, 12L);
        assertThat(shown).isEqualTo(lost);
        assertThat(ComparisonPages.html(DATA, REPORT, 0)).doesNotContain("application/json", "order 1003");
    }

    @Test
    void a_text_of_a_hundred_kilobytes_is_cut_in_the_page() {
        ComparisonData data = hostile("name", "long word ".repeat(10_000), Ending.CORRECTED, Result.WIN);

        JsonNode row =
                json(ComparisonPages.html(data, report(data), 10)).path("rows").path(0);

        assertThat(row.path(3).asString()).hasSize(20_000).endsWith("…");
        assertThat(row.toString().length()).isLessThan(200_000);
    }

    @Test
    void each_figure_has_a_file_name_of_its_own_whatever_the_systems_are_called() {
        List<String> names = new ArrayList<>();
        ComparisonData data = hostile("../../etc/\u0000", Ending.CORRECTED, Result.WIN);

        ComparisonPages.figures(data, report(data)).forEach(figure -> names.add(figure.name()));

        assertThat(new HashSet<>(names)).hasSameSizeAs(names);
        assertThat(names).allMatch(name -> name.matches("[a-z0-9-]+")).contains("shift-etc");
    }

    @Test
    void a_comparison_without_judges_and_scores_has_a_page() {
        ComparisonRow row = new ComparisonRow("1", "", CorrectionRequest.of("q", "a"), Optional.empty());
        ComparisonData data = new ComparisonData(
                "Nothing",
                List.of(row),
                List.of(Comparisons.SYSTEMS.get(0)),
                Map.of(),
                List.of(),
                List.of(),
                List.of());

        assertThat(ComparisonPages.html(data, report(data), 10))
                .contains("All 1 rows")
                .doesNotContain("NaN");
        assertThat(ComparisonPages.figures(data, report(data))).isEmpty();
    }

    /** Returns a comparison of one row in which {@code text} is every text and every name. */
    private static ComparisonData hostile(String text, Ending ending, Result result) {
        return hostile(text, text, ending, result);
    }

    private static ComparisonData hostile(String name, String text, Ending ending, Result result) {
        CorrectionRequest request =
                CorrectionRequest.builder(text, text).context(List.of(text)).build();
        List<ComparedSystem> systems =
                List.of(Comparisons.SYSTEMS.get(0), new ComparedSystem(name, name, Optional.empty()));
        SystemAnswer same = new SystemAnswer(name, text, Ending.CORRECTED, "", TokenUsage.NONE, Duration.ZERO);
        SystemAnswer other =
                new SystemAnswer(name, text + " " + text, ending, text, new TokenUsage(3, 2), Duration.ofMillis(5));
        List<Score> scores = IntStream.range(0, 4)
                .mapToObj(i -> new Score(name, systems.get(i % 2).name(), i < 2 ? "helpful" : "harmless", 0.1 * i))
                .toList();
        return new ComparisonData(
                name,
                List.of(new ComparisonRow(name, name, request, Optional.of(text))),
                systems,
                Map.of(ComparedSystem.ORIGINAL, List.of(same), name, List.of(other)),
                List.of(new Judgment(
                        name,
                        name,
                        name,
                        name,
                        ComparedSystem.ORIGINAL,
                        result,
                        List.of(text),
                        TokenUsage.NONE,
                        Duration.ZERO)),
                List.of(new ScoreScale("helpful", name, true, ""), new ScoreScale("harmless", name, true, "")),
                scores);
    }

    private static ComparisonReport report(ComparisonData data) {
        return ComparisonReport.of(data, Bootstrap.DEFAULT);
    }

    private static JsonNode json(String html) {
        Matcher found = Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
                .matcher(html);
        assertThat(found.find()).isTrue();
        return new JsonMapper().readTree(found.group(1));
    }

    private static String applied(String original, JsonNode edits) {
        StringBuilder text = new StringBuilder();
        int end = 0;
        for (JsonNode edit : edits) {
            text.append(original, end, edit.path(0).asInt()).append(edit.path(2).asString());
            end = edit.path(1).asInt();
        }
        return text.append(original, end, original.length()).toString();
    }
}
