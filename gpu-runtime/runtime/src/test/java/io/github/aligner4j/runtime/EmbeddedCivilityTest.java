// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The embedded Aligner on cases that leave no doubt, written for this test; how good it is on other people's texts is in its
 * card.
 */
class EmbeddedCivilityTest {

    private static final int MAX_CLEAN_FAILURES = 2;
    private static final int MAX_LOST_FACTS = 3;
    private static final int MAX_MISSED = 2;
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

    @Test
    void an_insult_goes_and_nearly_always_the_facts_stay() throws IOException {
        List<String[]> cases =
                lines("rude.tsv").stream().map(line -> line.split("\t", -1)).toList();
        assertThat(cases.stream()
                        .filter(each -> corrected(each[0])
                                .answer()
                                .toLowerCase(Locale.ROOT)
                                .contains(each[1])))
                .as("of %d rude texts", cases.size())
                .hasSizeLessThanOrEqualTo(MAX_MISSED);
        assertThat(cases)
                .allSatisfy(each -> assertThat(corrected(each[0]).detections())
                        .isNotEmpty()
                        .allMatch(detection -> detection.label().equals("rudeness")));
        assertThat(cases.stream().filter(each -> !corrected(each[0]).answer().contains(each[2])))
                .as("of %d rude texts", cases.size())
                .hasSizeLessThanOrEqualTo(MAX_LOST_FACTS);
    }

    @Test
    void checkpoint_and_adapters_are_small_enough_for_a_library() throws IOException {
        try (EmbeddedCheckpoint unpacked = EmbeddedCheckpoint.unpack()) {
            unpacked.unpackAdapter("empathy");
            try (Stream<Path> files = Files.walk(unpacked.folder())) {
                assertThat(files.map(Path::toFile)
                                .mapToLong(file -> file.isFile() ? file.length() : 0)
                                .sum())
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
