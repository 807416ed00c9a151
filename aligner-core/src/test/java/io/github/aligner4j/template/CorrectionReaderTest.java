// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.template;

import io.github.aligner4j.CorrectionRequest;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

class CorrectionReaderTest {

    private static final List<FramedTemplate> TEMPLATES = List.of(
            CorrectionTemplates.ALIGNER_7B,
            CorrectionTemplates.ALIGNER_2B,
            CorrectionTemplates.alignAnything(ChatFormat.CHATML),
            CorrectionTemplates.metaAligner("metaaligner-hh-rlhf", List.of("harmlessness")));

    @Property(tries = 600)
    void a_copied_answer_is_read_as_it_was_however_it_comes_in(
            @ForAll("answers") String answer, @ForAll Random chunking) {
        for (FramedTemplate template : TEMPLATES) {
            CorrectionPrompt prompt = template.render(CorrectionRequest.of("Why?", "x" + answer + "x"));
            CorrectionReader reader = prompt.reader();
            String output = prompt.prediction();
            StringBuilder read = new StringBuilder();
            for (int start = 0; start < output.length(); ) {
                int end = Math.min(output.length(), start + 1 + chunking.nextInt(9));
                boolean halved = end < output.length() && Character.isLowSurrogate(output.charAt(end));
                read.append(reader.read(output.substring(start, halved ? end + 1 : end)));
                start = halved ? end + 1 : end;
            }
            read.append(reader.finish());
            assertThat(read).hasToString("x" + answer + "x");
        }
    }

    @Provide
    Arbitrary<String> answers() {
        return Arbitraries.of(
                        " ",
                        "word ",
                        " | ",
                        " ASSISTANT:",
                        "ASSISTANT",
                        ":",
                        "|",
                        "\uFF1A",
                        "\uFF5C",
                        " \uFF5C ",
                        "##Answer:",
                        "##ANSWER",
                        "| Edit:",
                        "a long stretch of text without any marker in it, ",
                        "\uD83D\uDE00",
                        "\n")
                .list()
                .ofMaxSize(120)
                .map(parts -> String.join("", parts));
    }
}
