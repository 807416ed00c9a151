// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.metric;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The golden values were made by sacreBLEU; the texts are our own. */
class SacreBleuTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    private static JsonNode golden = new JsonMapper().createObjectNode();

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = SacreBleuTest.class.getResourceAsStream("sacrebleu.json")) {
            golden = new JsonMapper().readTree(Objects.requireNonNull(in));
        }
    }

    @Test
    void odd_texts_score_what_sacrebleu_says() {
        assertThat(golden.path("rows").size()).isGreaterThan(15);
        for (JsonNode row : golden.path("rows")) {
            assertScores(List.of(row), row);
        }
    }

    @Test
    void a_corpus_with_different_numbers_of_references_scores_what_sacrebleu_says() {
        List<JsonNode> rows = new ArrayList<>();
        golden.path("rows").forEach(rows::add);

        assertScores(rows, golden.path("all"));
    }

    @Test
    void an_output_needs_a_reference() {
        assertThatThrownBy(() -> Bleu.of(List.of(), List.of()))
                .hasMessage("there is no output to score; at least 1 is needed");
        assertThatThrownBy(() -> Chrf.of(List.of("a", "b"), List.of(List.of("a"))))
                .hasMessage("each output needs its references, but there are 2 outputs and references of 1");
        assertThatThrownBy(() -> Bleu.of(List.of("a", "b"), List.of(List.of("a"), List.of())))
                .hasMessage("output 1 has no reference; at least 1 is needed");
    }

    @Test
    void a_sentence_is_scored_by_the_orders_that_it_has() {
        // By hand: 5/6, 3/5, 1/4, and 0 of 3 smoothed to 1/6.
        assertThat(Bleu.sentence("the cat sat on the mat", List.of("the cat is on the mat")))
                .isCloseTo(100 * Math.pow(5.0 / 6 * 3 / 5 / 4 / 6, 0.25), EXACT);
        // Two tokens: 2/2, and 0 of 1 smoothed to 1/2; the reference has five.
        assertThat(Bleu.sentence("Yes.", List.of("Yes, it is.")))
                .isCloseTo(100 * Math.exp(1 - 5.0 / 2) * Math.sqrt(0.5), EXACT);
        assertThat(Bleu.sentence("Yes.", List.of("Yes."))).isCloseTo(100, EXACT);
        assertThat(Bleu.sentence("nothing alike", List.of("other words"))).isZero();
        assertThat(Bleu.sentence("", List.of("other words"))).isZero();
        assertThatThrownBy(() -> Bleu.sentence("a", List.of())).hasMessageContaining("has no reference");
    }

    private static void assertScores(List<JsonNode> rows, JsonNode expected) {
        List<String> outputs =
                rows.stream().map(row -> row.path("output").asString()).toList();
        List<List<String>> references = new ArrayList<>();
        for (JsonNode row : rows) {
            List<String> own = new ArrayList<>();
            row.path("references").forEach(each -> own.add(each.asString()));
            references.add(own);
        }
        BleuScore bleu = Bleu.of(outputs, references);
        BleuScore lowerCase = Bleu.lowerCase(outputs, references);
        assertThat(bleu.score())
                .as(outputs.toString())
                .isCloseTo(expected.path("bleu").asDouble(), EXACT);
        for (int order = 0; order < 4; order++) {
            assertThat(bleu.precisions().get(order))
                    .isCloseTo(expected.path("precisions").path(order).asDouble(), EXACT);
        }
        assertThat(bleu.brevityPenalty())
                .isCloseTo(expected.path("brevityPenalty").asDouble(), EXACT);
        assertThat(bleu.outputTokens()).isEqualTo(expected.path("outputTokens").asLong());
        assertThat(bleu.referenceTokens())
                .isEqualTo(expected.path("referenceTokens").asLong());
        assertThat(bleu.signature()).isEqualTo(expected.path("bleuSignature").asString());
        assertThat(lowerCase.score()).isCloseTo(expected.path("bleuLowerCase").asDouble(), EXACT);
        assertThat(lowerCase.signature())
                .isEqualTo(expected.path("bleuLowerCaseSignature").asString());
        assertThat(Chrf.of(outputs, references))
                .as(outputs.toString())
                .isCloseTo(expected.path("chrf").asDouble(), EXACT);
        assertThat(Chrf.signature(references))
                .isEqualTo(expected.path("chrfSignature").asString());
    }
}
