// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpenNlpLanguageDetectorTest {

    private static OpenNlpLanguageDetector detector;

    @BeforeAll
    static void load() {
        detector = OpenNlpLanguageDetector.load();
    }

    private static Detection detect(String answer) {
        return detector.detect(CorrectionRequest.of("q", answer), CorrectionContext.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | Hold the button for five seconds until the light goes out, and then let it go.",
                "de | Halten Sie den Knopf fünf Sekunden lang gedrückt, bis das Licht ausgeht, und lassen Sie ihn dann los.",
                "fr | Appuyez sur le bouton pendant cinq secondes jusqu'à ce que la lumière s'éteigne, puis relâchez-le.",
                "es | Mantenga pulsado el botón durante cinco segundos hasta que se apague la luz y luego suéltelo.",
                "zh | 按住按钮五秒钟，直到灯熄灭，然后松开它。请不要拔掉插头，否则数据可能会丢失。",
                "ja | ランプが消えるまでボタンを五秒間押し続けてから、離してください。プラグを抜かないでください。"
            })
    void the_language_of_an_answer_is_its_label(String language, String answer) {
        Detection detection = detect(answer);

        assertThat(detection.label()).isEqualTo(language);
        assertThat(detection.score()).isGreaterThan(0.6);
    }

    @Test
    void a_short_answer_is_told_apart_among_the_languages_that_can_occur() {
        OpenNlpLanguageDetector few = detector.among(Set.of("en", "de"));

        for (String[] answer : new String[][] {{"en", "Hold it down."}, {"de", "Halt es fest, bitte."}}) {
            assertThat(few.detect(CorrectionRequest.of("q", answer[1]), CorrectionContext.DEFAULT)
                            .label())
                    .isEqualTo(answer[0]);
        }
        assertThatThrownBy(() -> detector.among(Set.of("en")))
                .hasMessage("a language detector needs at least two languages to choose among, but was given [en]");
        assertThatThrownBy(() -> detector.among(Set.of("xx", "yy"))
                        .detect(CorrectionRequest.of("q", "a"), CorrectionContext.DEFAULT))
                .isInstanceOf(AlignerException.class)
                .hasMessageStartingWith("OpenNLP knows none of the languages [");
    }

    @Test
    void the_languages_it_can_detect_are_named_as_in_labels() {
        assertThat(detector.languages()).contains("en", "de", "zh").doesNotContain("deu", "cmn", "EN");
        assertThat(detector.among(Set.of("en", "de")).languages()).containsExactly("de", "en");
    }

    @Test
    void any_answer_has_a_label_and_a_score() {
        for (String answer : new String[] {" ", "x", "ok", "12345", "{}", "\uD83D", "a".repeat(100_000)}) {
            assertThat(detect(answer).score()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void a_file_that_is_no_model_is_refused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("model.bin"), "no model");

        assertThatThrownBy(() -> OpenNlpLanguageDetector.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't be read as a model of OpenNLP's language detector");
        assertThatThrownBy(() -> OpenNlpLanguageDetector.of(folder.resolve("missing.bin")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
