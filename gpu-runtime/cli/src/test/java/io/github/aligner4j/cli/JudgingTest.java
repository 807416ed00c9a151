// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.evaluation.blind.BlindPair;
import io.github.aligner4j.evaluation.blind.BlindSheet;
import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.evaluation.judge.Aspect;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import io.github.aligner4j.evaluation.judging.JudgedPair;
import io.github.aligner4j.evaluation.judging.Judging;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class JudgingTest {

    @TempDir
    private Path folder;

    private final RowReader reader = new RowReader(false, new PrintWriter(Writer.nullWriter()));

    @Command
    private static final class Options {
        @Mixin
        private JudgingFlags flags = new JudgingFlags();
    }

    private static JudgingFlags flags(String... args) {
        Options options = new Options();
        new CommandLine(options).parseArgs(args);
        return options.flags;
    }

    private static JudgingSettings settings(String... args) {
        return flags(args).settings(JudgingSettings.DEFAULT);
    }

    private static ComparisonData data(int rows) {
        List<ComparisonRow> all = new ArrayList<>();
        Map<String, List<SystemAnswer>> answers = new LinkedHashMap<>();
        List<String> systems = List.of("original", "reference", "kind", "same");
        for (int i = 0; i < rows; i++) {
            String rude = "Wait, you fool. " + i;
            Optional<String> reference = i == 0 ? Optional.of("Wait.") : Optional.empty();
            all.add(new ComparisonRow("r" + i, "", CorrectionRequest.of("What now?", rude), reference));
            List<Optional<String>> texts =
                    List.of(Optional.of(rude), reference, Optional.of("=Please wait. " + i), Optional.of(rude));
            for (int system = 0; system < systems.size(); system++) {
                List<SystemAnswer> list = answers.computeIfAbsent(systems.get(system), any -> new ArrayList<>());
                String id = "r" + i;
                texts.get(system).ifPresent(text -> list.add(answer(id, text)));
            }
        }
        List<ComparedSystem> described = systems.stream()
                .map(name -> new ComparedSystem(name, "", Optional.empty()))
                .toList();
        return new ComparisonData("T", all, described, answers, List.of(), List.of(), List.of());
    }

    private static SystemAnswer answer(String row, String text) {
        return new SystemAnswer(row, text, Ending.CORRECTED, "", TokenUsage.NONE, Duration.ZERO);
    }

    private static PricedChatModel kindModel(String name) {
        ChatCompletionModel model = request -> new Completion(
                request.messages().get(1).text().contains("Candidate 1:\n<candidate>\nWait, you fool")
                        ? "VERDICT: 2"
                        : "VERDICT: 1",
                FinishReason.STOP,
                new TokenUsage(100, 5),
                CompletionTimings.NONE);
        return new PricedChatModel(name, model, Optional.empty());
    }

    @Test
    void options_replace_the_settings_that_they_name() {
        assertThat(settings()).isEqualTo(JudgingSettings.DEFAULT);

        JudgingSettings settings = settings(
                "--judge=qwen",
                "--judge=classifier:pairs.tsv",
                "--aspect=civility",
                "--aspect=brand: Says you.",
                "--baseline=kind",
                "--judge-attempts=5",
                "--judge-margin=0.2");

        assertThat(settings.chatModels()).containsExactly("qwen");
        assertThat(settings.aspects()).extracting(Aspect::name).containsExactly("civility", "brand");
        assertThat(settings.baselines()).containsExactly("kind");
        assertThat(settings.attempts()).isEqualTo(5);
        assertThat(settings.margin()).isEqualTo(0.2);
    }

    @Test
    void options_out_of_range_are_refused() {
        assertThatThrownBy(() -> settings("--judge-attempts=0"))
                .hasMessage("--judge-attempts must be at least 1, but was 0");
        assertThatThrownBy(() -> settings("--judge-margin=1.5"))
                .hasMessage("--judge-margin must be between 0 and 1, but was 1.5");
        assertThatThrownBy(() -> settings("--blind-sheet=s.html", "--blind-pairs=0"))
                .hasMessage("--blind-pairs must be at least 1, but was 0");
        assertThatThrownBy(() -> settings("--blind-pairs=5"))
                .hasMessage("--blind-pairs needs --blind-sheet, the file of the sheet");
    }

    @Test
    void every_system_is_paired_with_each_baseline_once() {
        List<JudgedPair> pairs =
                settings("--baseline=original", "--baseline=kind").pairs(data(2));

        assertThat(pairs)
                .extracting(JudgedPair::system, JudgedPair::baseline, JudgedPair::rowId)
                .containsExactly(
                        tuple("reference", "original", "r0"),
                        tuple("kind", "original", "r0"),
                        tuple("kind", "original", "r1"),
                        tuple("same", "original", "r0"),
                        tuple("same", "original", "r1"),
                        tuple("reference", "kind", "r0"),
                        tuple("same", "kind", "r0"),
                        tuple("same", "kind", "r1"));
        assertThatThrownBy(() -> settings("--baseline=none").pairs(data(1)))
                .hasMessage("a baseline must be one of the systems [original, reference, kind, same], but was 'none'");
    }

    @Test
    void a_second_run_asks_nothing_and_has_the_same_judgments() throws IOException {
        JudgingSettings settings = settings("--judge=m", "--aspect=civility");
        List<JudgedPair> pairs = settings.pairs(data(3));
        Path file = folder.resolve("judgments.jsonl");
        List<Judgment> first;
        try (JudgmentFile store = JudgmentFile.open(file)) {
            Judging judging = settings.judging(JudgingTest::kindModel, reader).withStore(store);
            first = judging.run(pairs, CorrectionContext.DEFAULT, judgment -> {})
                    .judgments();
        }

        try (JudgmentFile store = JudgmentFile.open(file)) {
            Judging judging = settings.judging(JudgingTest::kindModel, reader).withStore(store);
            assertThat(judging.plan(pairs).calls()).isZero();
            assertThat(judging.run(pairs, CorrectionContext.DEFAULT, judgment -> {})
                            .judgments())
                    .isEqualTo(first);
        }
        assertThat(first)
                .filteredOn(judgment -> judgment.system().equals("kind"))
                .extracting(Judgment::result)
                .containsOnly(Result.WIN);
        assertThat(first)
                .filteredOn(judgment -> judgment.system().equals("same"))
                .extracting(Judgment::result)
                .containsOnly(Result.TIE);
    }

    @Test
    void a_classifier_that_is_trained_on_pairs_judges_civility() throws IOException {
        StringBuilder table = new StringBuilder("rude\tcivil\n");
        for (int i = 0; i < 60; i++) {
            String word = Character.toString('a' + i % 26) + Character.toString('a' + i / 26);
            table.append("shut up you stupid fool " + word + "\tplease be quiet for a moment " + word + "\n");
        }
        Path file = Files.writeString(folder.resolve("pairs.tsv"), table);
        JudgingSettings settings = settings("--judge=classifier:" + file, "--aspect=civility", "--aspect=helpful");

        List<Judgment> judgments = settings.judging(JudgingTest::kindModel, reader)
                .run(settings.pairs(data(1)), CorrectionContext.DEFAULT, judgment -> {})
                .judgments();

        assertThat(judgments).extracting(Judgment::aspect).containsOnly("civility");
        assertThat(judgments.get(1).system()).isEqualTo("kind");
        assertThat(judgments.get(1).result()).isEqualTo(Result.WIN);
        assertThat(judgments.get(0).judge()).matches("classifier:pairs\\.tsv \\([0-9a-f]{8}\\) \\(margin 0\\.1\\)");
    }

    @Test
    void the_configuration_has_all_that_decides_about_judgments() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        settings("--aspect=brand: Says you.").describe(json);

        assertThat(json.path("prompt").asString("")).matches("compare/1/[0-9a-f]{8}");
        assertThat(json.path("aspects").path("brand").asString("")).isEqualTo("Says you.");
        assertThat(json.path("baselines").get(0).asString("")).isEqualTo("original");
    }

    @Test
    void people_judge_a_sheet_and_their_verdicts_are_judgments() throws IOException {
        JudgingSettings settings = settings("--aspect=civility");
        List<JudgedPair> pairs = settings.pairs(data(3));
        BlindSheet sheet = BlindSheet.of("T", settings.aspects(), pairs, 100, 1);
        JudgingPeople people = new JudgingPeople(folder);
        Path page = folder.resolve("sheet.html");
        people.write(sheet, page);
        Path ann = Files.writeString(folder.resolve("ann.json"), json(sheet, "Ann"));
        Path bob = Files.writeString(folder.resolve("bob.csv"), filled(folder.resolve("sheet.csv"), ';'));

        List<Judgment> judgments = people.read(List.of(ann.toString(), "Bob=" + bob), pairs);

        assertThat(Files.readString(page)).contains("=Please wait").doesNotContain("\"kind\"", ">kind<");
        assertThat(judgments).extracting(Judgment::judge).containsOnly("people:Ann", "people:Bob", "people");
        assertThat(judgments)
                .filteredOn(judgment -> judgment.judge().equals("people:Ann")
                        && judgment.system().equals("kind"))
                .hasSize(3)
                .allSatisfy(judgment -> assertThat(judgment.result()).isEqualTo(Result.WIN))
                .allSatisfy(judgment -> assertThat(judgment.rationales()).containsExactly("kinder"));
        assertThat(judgments)
                .filteredOn(judgment ->
                        judgment.judge().equals("people") && judgment.system().equals("kind"))
                .extracting(Judgment::result)
                .containsOnly(Result.TIE);
    }

    @Test
    void the_table_runs_no_formula_and_names_no_system() throws IOException {
        JudgingSettings settings = settings("--aspect=civility");
        BlindSheet sheet = BlindSheet.of("T", settings.aspects(), settings.pairs(data(2)), 100, 1);
        new JudgingPeople(folder).write(sheet, folder.resolve("sheet.html"));

        assertThat(Files.readString(folder.resolve("sheet.csv")))
                .startsWith("\uFEFF\"pair\",\"aspect\",\"verdict\"")
                .contains("\"'=Please wait. 0\"")
                .doesNotContain("\"=", "kind\"", "original", "r0");
    }

    @Test
    void verdicts_that_belong_to_other_answers_or_sheets_are_refused() throws IOException {
        JudgingSettings settings = settings("--aspect=civility");
        List<JudgedPair> pairs = settings.pairs(data(1));
        BlindSheet sheet = BlindSheet.of("T", settings.aspects(), pairs, 100, 1);
        JudgingPeople people = new JudgingPeople(folder);
        Path ann = Files.writeString(folder.resolve("ann.json"), json(sheet, "Ann"));
        String given = ann.toString();

        assertThatThrownBy(() -> people.read(List.of(given), pairs))
                .hasMessageEndingWith("there is no such folder, so no --blind-sheet was written from this comparison");

        people.write(sheet, folder.resolve("sheet.html"));
        JudgedPair first = pairs.get(1);
        JudgedPair changed = new JudgedPair(
                first.rowId(), first.request(), first.system(), first.baseline(), "Else.", first.baselineAnswer());
        assertThatThrownBy(() -> people.read(List.of(given), List.of(changed)))
                .hasMessageContaining("the answers to row 'r0' have changed since the sheet was written");

        Files.writeString(ann, "{\"reader\":\"Ann\",\"verdicts\":[{\"pair\":\"x-1\",\"verdict\":\"A\"}]}");
        assertThatThrownBy(() -> people.read(List.of(given), pairs))
                .hasMessage(
                        ann + ": pair x-1 is on no sheet of this comparison; name the --output from which the sheet was"
                                + " written");
    }

    @Test
    void a_file_that_is_given_twice_counts_once_and_its_aspects_are_those_of_the_sheet() throws IOException {
        JudgingSettings settings = settings("--aspect=civility");
        List<JudgedPair> pairs = settings.pairs(data(2));
        BlindSheet sheet = BlindSheet.of("T", settings.aspects(), pairs, 100, 1);
        JudgingPeople people = new JudgingPeople(folder);
        people.write(sheet, folder.resolve("sheet.html"));
        Path ann = Files.writeString(folder.resolve("ann.json"), json(sheet, "Ann"));

        List<Judgment> once = people.read(List.of(ann.toString()), pairs);
        assertThat(people.read(List.of(ann.toString(), ann.toString()), pairs)).isEqualTo(once);

        Files.writeString(ann, Files.readString(ann).replace("civility", "civilty"));
        assertThatThrownBy(() -> people.read(List.of(ann.toString()), pairs))
                .hasMessageEndingWith(
                        "was not to be compared by the aspect 'civilty', but by [civility]; correct the file");
    }

    @Test
    void a_file_that_holds_no_verdicts_is_refused_with_its_place() throws IOException {
        assertRefused(
                "v.json", "{\"verdicts\":[]}", "the file does not say who has judged; give --verdicts NAME=v.json");
        assertRefused("v.json", "{\"reader\":\"Ann\",\"verdicts\":[]}", "the file has no verdict");
        assertRefused(
                "v.json",
                "{\"reader\":\"Ann\",\"verdicts\":[{\"pair\":\"x-1\",\"verdict\":\"left\"}]}",
                "verdict 1: a verdict must be A, B or tie, but has 4 other characters");
        assertRefused("v.json", "{", "this is neither JSON nor CSV of a blind sheet");
        assertRefused(
                "v.csv", "a,b\n1,2\n", "the first line must have the columns pair, aspect and verdict, in this order");
        assertRefused(
                "v.csv",
                "pair,aspect,verdict,reader\nx-1,helpful,C,Ann\n",
                "v.csv:2: a verdict must be A, B or tie, but has 1 other characters");
    }

    private void assertRefused(String name, String content, String message) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        assertThatThrownBy(() -> PersonsVerdicts.read(file.toString()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageEndingWith(message);
    }

    /** Returns what the page exports for a person who finds polite answers better. */
    private static String json(BlindSheet sheet, String reader) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("sheet", sheet.id()).put("reader", reader);
        for (BlindPair pair : sheet.pairs()) {
            json.withArray("verdicts")
                    .addObject()
                    .put("pair", pair.id())
                    .put("aspect", "civility")
                    .put("verdict", pair.first().contains("fool") ? "B" : "A")
                    .put("comment", "kinder");
        }
        return json.toString();
    }

    /** Returns the table with all verdicts a tie, as a spreadsheet with another separator saves it. */
    private static String filled(Path table, char separator) throws IOException {
        return Files.readString(table, StandardCharsets.UTF_8)
                .replace("\"civility\",\"\"", "\"civility\",\"tie\"")
                .replace("\",\"", "\"" + separator + "\"");
    }
}
