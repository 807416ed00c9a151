package io.github.aligner4j.runtime;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How good the embedded Aligner is on texts written for this test; its card has the numbers on other people's texts.
 */
class EmbeddedCivilityTest {

    private static final int MAX_CLEAN_FAILURES = 2;
    private static final int MAX_RUDE_FAILURES = 10;

    private static CheckpointAligner aligner;

    @BeforeAll
    static void load() {
        aligner = CheckpointAligner.embedded();
    }

    @AfterAll
    static void close() {
        aligner.close();
    }

    @Test
    void civil_texts_code_numbers_and_other_languages_come_back_untouched() throws IOException {
        List<String> clean = lines("clean.txt");
        assertThat(failing(clean, text -> text.equals(corrected(text))))
                .as("of %d clean texts", clean.size())
                .hasSizeLessThanOrEqualTo(MAX_CLEAN_FAILURES);
    }

    @Test
    void rude_words_come_back_civil_and_the_rest_untouched() throws IOException {
        List<String> pairs = lines("rude.tsv");
        assertThat(failing(
                        pairs,
                        pair -> pair.substring(pair.indexOf('\t') + 1)
                                .equals(corrected(pair.substring(0, pair.indexOf('\t'))))))
                .as("of %d rude texts", pairs.size())
                .hasSizeLessThanOrEqualTo(MAX_RUDE_FAILURES);
    }

    @Test
    void a_strong_correction_changes_more_words() throws IOException {
        List<String> blunt = lines("blunt.txt");
        List<Integer> changed = Stream.of(0.0, 8.0)
                .map(strength -> blunt.stream()
                        .mapToInt(text -> changedCharacters(text, strength))
                        .sum())
                .toList();
        assertThat(changed.get(0)).isPositive();
        assertThat(changed.get(1)).isGreaterThan(3 * changed.get(0) / 2);
    }

    private static int changedCharacters(String text, double strength) {
        CorrectionRequest request =
                CorrectionRequest.of("What do you think?", text).withStrength(strength);
        try {
            return aligner.correct(request).edits().stream()
                    .mapToInt(edit ->
                            Math.max(edit.original().length(), edit.corrected().length()))
                    .sum();
        } catch (AlignerException rejected) {
            return 0;
        }
    }

    private static List<String> failing(List<String> lines, Predicate<String> test) {
        return lines.stream().filter(test.negate()).toList();
    }

    private static String corrected(String text) {
        try {
            return aligner.correct(CorrectionRequest.of("What do you think?", text))
                    .answer();
        } catch (AlignerException rejected) {
            return "";
        }
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = EmbeddedCivilityTest.class.getResourceAsStream("/civility/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
