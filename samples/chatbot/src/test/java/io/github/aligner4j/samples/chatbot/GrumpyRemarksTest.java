// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.runtime.CheckpointAligner;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the embedded Aligner makes of the grumpy bot's remarks: the sample's promise to who tries it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrumpyRemarksTest {

    private static final Set<String> CIVIL_ALREADY =
            Set.of("You are welcome.", "Ask me about food, jokes or the weather.");

    private static final Pattern RUDE = Pattern.compile("damn|stupid|shit|hell");
    private static final List<String> FACTS = List.of(
            "exam",
            "Friday",
            "40 euros",
            "coat",
            "raining",
            "hot",
            "rain",
            "test",
            "bugs",
            "salt",
            "soup",
            "ticket",
            "gate",
            "office",
            "closed",
            "door",
            "manual");

    private CheckpointAligner aligner;

    @BeforeAll
    void load() {
        aligner = CheckpointAligner.embedded();
    }

    @AfterAll
    void close() {
        aligner.close();
    }

    @ParameterizedTest
    @MethodSource("remarks")
    void each_remark_comes_back_civil_and_with_its_facts(String remark) {
        Correction correction = aligner.correct(CorrectionRequest.of("What do you say?", remark));

        assertThat(correction.changed()).isEqualTo(!CIVIL_ALREADY.contains(remark));
        assertThat(words(correction.answer())).noneMatch(GrumpyRemarksTest::isRude);
        assertThat(FACTS.stream().filter(remark::contains))
                .allSatisfy(fact -> assertThat(correction.answer()).containsIgnoringCase(fact));
    }

    private static Stream<String> words(String text) {
        return Pattern.compile("\\W+").splitAsStream(text).filter(word -> !word.isEmpty());
    }

    private static boolean isRude(String word) {
        return RUDE.matcher(word).matches();
    }

    static String[] remarks() {
        return GrumpyTopic.ALL.stream()
                .flatMap(topic -> topic.remarks().stream())
                .toArray(String[]::new);
    }
}
