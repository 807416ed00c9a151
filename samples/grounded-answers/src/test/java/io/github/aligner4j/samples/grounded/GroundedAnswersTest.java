// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Query;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.runtime.CheckpointAligner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GroundedAnswersTest {

    private final List<CorrectionRequest> requests = new ArrayList<>();

    private final Aligner aligner = (request, context) -> {
        requests.add(request);
        return Correction.of(request.answer(), request.answer().replace("1947", "1932"));
    };

    @Test
    void the_documents_that_share_most_words_with_a_question_are_retrieved() throws IOException {
        List<Content> found = Shelf.ofSample().retrieve(Query.from("When was the Kelwood Bridge opened?"));

        assertThat(found.get(0).textSegment().text()).startsWith("The Kelwood Bridge was opened in 1932.");
        assertThat(found.get(0).textSegment().metadata().getString(Shelf.SOURCE))
                .isEqualTo("bridges.txt");
        assertThat(Shelf.ofSample().retrieve(Query.from("Who are you?"))).isEmpty();
    }

    @Test
    void a_claim_against_the_documents_is_corrected_and_its_source_named() throws IOException {
        AnswerService.Answer answer = service().answer("When was the Kelwood Bridge opened?");

        assertThat(answer.uncorrected()).isEqualTo("The Kelwood Bridge was opened in 1947.");
        assertThat(answer.text()).isEqualTo("The Kelwood Bridge was opened in 1932.");
        assertThat(answer.claims())
                .singleElement()
                .satisfies(claim -> assertThat(claim.source()).isEqualTo("bridges.txt"));
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.question()).isEqualTo("When was the Kelwood Bridge opened?");
            assertThat(request.context()).anyMatch(passage -> passage.contains("1932"));
        });
    }

    @Test
    void without_documents_the_aligner_is_not_called() throws IOException {
        assertThat(service().answer("Why 1947?").text()).isEqualTo("I don't know.");
        assertThat(requests).isEmpty();
    }

    @Test
    void every_question_of_the_bot_is_printed_with_its_answer() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GroundedAnswers.answer(
                service(), new ForgetfulBot().questions(), new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "Model:    The Kelwood Bridge was opened in 1947.",
                        "Answer:   The Kelwood Bridge was opened in 1932.",
                        ", says bridges.txt",
                        "Answer:   The height of Mount Brandis is 2741 metres.");
        assertThatThrownBy(() -> GroundedAnswers.main(new String[0])).hasMessageContaining("the folder of the adapter");
    }

    @Test
    void the_adapter_corrects_dates_and_names_by_the_documents_and_leaves_right_answers() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ForgetfulBot bot = new ForgetfulBot();
        try (CheckpointAligner base = GroundedAnswers.open(Path.of("base"), Path.of("adapter"))) {
            AnswerService service = new AnswerService(bot, Shelf.ofSample(), base.withAdapter("grounded"));
            GroundedAnswers.answer(service, bot.questions(), new PrintStream(out, true, StandardCharsets.UTF_8));
        }

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "not '1947' but '1932', says bridges.txt",
                        "Answer:   Good question. The Torvel Library was founded by Clara Halden.",
                        "Answer:   The height of Mount Brandis is 2741 metres.",
                        "Answer:   The Rallen course starts on 7 September 2026. The Rallen course takes 12 weeks.",
                        "Answer:   The owner of the Galmere Hotel is Nadia Corford.");
    }

    private AnswerService service() throws IOException {
        return new AnswerService(new ForgetfulBot(), Shelf.ofSample(), aligner);
    }
}
