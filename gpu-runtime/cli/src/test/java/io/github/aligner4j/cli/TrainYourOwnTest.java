// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.EmbeddedCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor.Window;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The sample in {@code samples/train-your-own}: its rows, its recipe and its program. */
class TrainYourOwnTest {

    private static final Path SAMPLE = Path.of("../../samples/train-your-own");
    private static final Path TRAIN = SAMPLE.resolve("data/train.jsonl");
    private static final Path HELD_OUT = SAMPLE.resolve("data/held-out.jsonl");
    private static final int ROWS_OF_A_PHRASE = 8;
    private static final int UNTOUCHED = 40;

    /** The house style that the rows teach. */
    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("utilise", "use"),
            Map.entry("in order to", "to"),
            Map.entry("at this point in time", "now"),
            Map.entry("due to the fact that", "because"),
            Map.entry("prior to", "before"),
            Map.entry("subsequent to", "after"),
            Map.entry("a large number of", "many"),
            Map.entry("in the event that", "if"),
            Map.entry("with regard to", "about"),
            Map.entry("commence", "start"),
            Map.entry("purchase", "buy"),
            Map.entry("assist", "help"),
            Map.entry("sufficient", "enough"),
            Map.entry("approximately", "about"),
            Map.entry("additional", "more"),
            Map.entry("demonstrate", "show"),
            Map.entry("endeavour", "try"),
            Map.entry("in close proximity to", "near"),
            Map.entry("obtain", "get"),
            Map.entry("on a daily basis", "every day"));

    @TempDir
    private Path folder;

    @Test
    void the_rows_are_good_and_no_answer_is_there_twice() throws IOException {
        RowFile<CorrectionRow> train = RowFile.read(TRAIN, CorrectionRow::parse);
        RowFile<CorrectionRow> heldOut = RowFile.read(HELD_OUT, CorrectionRow::parse);
        assertThat(train.bad()).isEmpty();
        assertThat(heldOut.bad()).isEmpty();
        assertThat(train.rows()).hasSize(200);
        assertThat(heldOut.rows()).hasSize(40);

        Set<String> answers = new HashSet<>();
        assertThat(Stream.of(train, heldOut).flatMap(file -> file.rows().stream()))
                .allSatisfy(row -> assertThat(answers.add(row.answer())).isTrue())
                .allSatisfy(row -> assertThat(row.question()).isNotBlank());
    }

    @Test
    void every_answer_fits_into_the_window_of_the_embedded_checkpoint() throws IOException {
        EmbeddedCheckpoint.copyTo(folder);
        Window window = CheckpointDescriptors.read(folder).window();
        int most = window == null ? Integer.MAX_VALUE : window.answerCharacters();
        assertThat(Stream.of(TRAIN, HELD_OUT).flatMap(file -> rows(file).stream()))
                .allSatisfy(row -> assertThat(row.answer()).hasSizeLessThanOrEqualTo(most));
    }

    @Test
    void each_phrase_is_shown_often_enough_to_be_learnt_and_is_tested() {
        PLAIN.forEach((phrase, plain) -> {
            assertThat(shows(TRAIN, phrase, plain)).as(phrase).isEqualTo(ROWS_OF_A_PHRASE);
            assertThat(shows(HELD_OUT, phrase, plain)).as(phrase).isPositive();
        });
        assertThat(rows(TRAIN)).filteredOn(CorrectionRow::identity).hasSize(UNTOUCHED);
    }

    @Test
    void the_recipe_is_accepted_and_what_it_makes_is_shown_before_and_after() throws Exception {
        String recipe = Files.readString(SAMPLE.resolve("recipe")).replaceFirst("--epochs \\d+", "--epochs 1");
        Path quick = Files.writeString(folder.resolve("recipe"), recipe);
        Path rows = folder.resolve("rows.jsonl");
        RowFile.write(rows, rows(HELD_OUT).subList(0, 4));
        StringWriter err = new StringWriter();

        int code = AlignerCommand.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                ("train @" + quick + " --train " + rows + " --dev " + rows + " --output " + folder.resolve("mine"))
                        .split(" "));

        assertThat(code).as(err.toString()).isZero();
        assertThat(folder.resolve("mine/loss.svg")).exists();
        assertThat(beforeAndAfter(folder.resolve("mine/model"), rows))
                .contains("before: ", "after:  ", "exactly as expected, of 4:");
    }

    private String beforeAndAfter(Path model, Path rows) throws Exception {
        Path source = SAMPLE.resolve("BeforeAndAfter.java");
        int errors =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.toString(), source.toString());
        assertThat(errors).isZero();
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            Method main = loader.loadClass("BeforeAndAfter").getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[] {model.toString(), rows.toString()});
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static long shows(Path file, String phrase, String plain) {
        return rows(file).stream()
                .filter(row -> !row.identity())
                .filter(row -> replaced(row.answer(), phrase, plain).equals(row.correction()))
                .count();
    }

    private static String replaced(String answer, String phrase, String plain) {
        return answer.replace(phrase, plain).replace(capital(phrase), capital(plain));
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static List<CorrectionRow> rows(Path file) {
        try {
            return RowFile.read(file, CorrectionRow::parse).rows();
        } catch (IOException e) {
            throw new AssertionError(Objects.toString(e.getMessage()), e);
        }
    }
}
