// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.CorrectionRequest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The embedded Aligner damages no text that it hardly knows. */
class EmbeddedTextTest {

    private static CheckpointAligner aligner;

    @BeforeAll
    static void load() {
        aligner = CheckpointAligner.embedded();
    }

    @AfterAll
    static void close() {
        aligner.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "使用 Java 17，不要用 Java 8！",
                "The columns are name\tage\tcity.",
                "name\tage\tcity\nAnn\t31\tParis\nBob\t27\tRome\n",
                "\tindented\n\t\ttwice",
                "Makefile:\nall:\n\tgcc -o a a.c\n",
                "CSV:\ta;b;c\t1;2;3\tend.",
                "Control \u0007 bell and \u001B[31mred\u001B[0m text.",
                "مرحبا بالعالم، هذا نص عربي. كيف حالك اليوم؟",
                "سلام دنیا، این یک متن فارسی است.",
                "नमस्ते दुनिया, यह हिंदी में एक वाक्य है।",
                "สวัสดีชาวโลก นี่คือข้อความภาษาไทย",
                "Բարեւ աշխարհ, սա հայերեն է։",
                "ქართული ენა არის ლამაზი.",
                "日本語のテキストです。これはテストです。",
                "한국어 문장입니다. 반갑습니다.",
                "Tiếng Việt có nhiều dấu thanh.",
                "Family: 👩‍👩‍👧 and 🏳️‍🌈, flags 🇩🇪🇫🇷, skin 👍🏽, keycaps 1️⃣.",
                "e\u0301 a\u0308 n\u0303 combining",
                "▁▂▃▄▅▆▇█ bars",
                "Full width：yes｜no！",
                "∀x∈ℝ: ⌈x⌉ = −⌊−x⌋, ∮ F·dr, E = mc²",
                "x\u2028y\r\nz",
                // Full stops that no token has whole, behind words that the model knows.
                "请使用 Tokyo。",
                "Please read the docs。",
                "他说：“iPhone 15。”",
                "我们用test。谢谢test。",
                "漢字かな交じり文と English を mix。"
            })
    void a_text_of_which_the_model_knows_little_comes_back_as_it_is(String text) {
        assertThat(corrected("What do you think?", text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The prompt frame has ##Answer: in it, and that is fine.",
                "##Correction: is what the model writes.",
                "##Answer: ##Answer: ##Correction: ##Correction:",
                "Answer： full ##Answer：wide",
                "Use ## to begin a heading, and ### for a smaller one.",
                "A text with ##Question: inside ##Answer: twice ##Answer: thrice."
            })
    void a_text_with_markers_of_the_frame_comes_back_whole(String text) {
        assertThat(corrected("What does ##Answer: mean?", text)).isEqualTo(text);
    }

    static Stream<String> markers() {
        return Stream.concat(
                Stream.of(
                        "USER:",
                        "ASSISTANT:",
                        "##Question:",
                        "##Answer:",
                        "##Correction:",
                        "##Revision:",
                        "##QUESTION:",
                        "##ANSWER:",
                        "##CORRECTION:",
                        "| Context:",
                        "| Query:",
                        "| Question:",
                        "| Answer:",
                        "| Edit:"),
                Stream.of("BEGINNING OF CONVERSATION: USER: hi ASSISTANT:", "a | b", "##Answer：", "<s>", "</s>"));
    }

    @ParameterizedTest
    @MethodSource("markers")
    void no_templates_marker_costs_any_text(String marker) {
        String text = "The frame has " + marker + " in it, and that is fine.";

        assertThat(corrected(marker + " why? " + marker, text)).isEqualTo(text);
    }

    @Test
    void what_is_rude_beside_a_tab_or_a_marker_is_corrected_all_the_same() {
        assertThat(corrected("q", "Close the damn door.\tIt is cold.")).doesNotContain("damn");
        assertThat(corrected("q", "Close the damn door。")).doesNotContain("damn");
        assertThat(corrected("q", "Close the damn door. USER: It is cold.")).doesNotContain("damn");
    }

    private static String corrected(String question, String text) {
        return aligner.correct(CorrectionRequest.of(question, text)).answer();
    }
}
