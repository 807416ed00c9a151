package io.github.aligner4j.runtime;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The embedded Aligner on cases that leave no doubt, written for this test; how good it is on other people's texts is in its
 * card.
 */
class EmbeddedCivilityTest {

    private static final int MAX_CLEAN_FAILURES = 2;
    private static final long MAX_BYTES = 56_000_000;

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
        assertThat(clean.stream().filter(text -> !text.equals(corrected(text).answer())))
                .as("of %d clean texts", clean.size())
                .hasSizeLessThanOrEqualTo(MAX_CLEAN_FAILURES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "You idiot, the capital of France is Paris. | idiot | Paris",
                "Read the fucking manual. It is short. | fuck | manual",
                "Take a damn coat. It is raining. | damn | coat",
                "Close the fucking door. | fuck | door",
                "Those idiots parked on the grass. | idiot | grass",
                "Your code is garbage, you moron. The loop on line 7 never ends. | moron | line 7",
                "Add 20 grams of salt to the soup, you stupid idiot. | stupid | 20 grams of salt",
                "Your tests are a pile of shit. Run them with make test. | shit | make test"
            })
    void an_insult_goes_and_the_facts_stay(String rude, String insult, String fact) {
        Correction correction = corrected(rude);

        assertThat(correction.changed()).isTrue();
        assertThat(correction.answer().toLowerCase(Locale.ROOT)).doesNotContain(insult);
        assertThat(correction.answer()).contains(fact);
        assertThat(correction.detections())
                .extracting(Detection::label)
                .containsExactly("rudeness");
    }

    @Test
    void checkpoint_and_adapters_are_small_enough_for_a_library() throws IOException {
        try (EmbeddedCheckpoint unpacked = EmbeddedCheckpoint.unpack()) {
            unpacked.unpackAdapter("empathy");
            try (Stream<Path> files = Files.walk(unpacked.folder())) {
                assertThat(files.map(Path::toFile).mapToLong(file -> file.isFile() ? file.length() : 0).sum())
                        .isLessThan(MAX_BYTES);
            }
        }
    }

    private static Correction corrected(String text) {
        return aligner.correct(CorrectionRequest.of("What do you think?", text));
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = EmbeddedCivilityTest.class.getResourceAsStream("/civility/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
