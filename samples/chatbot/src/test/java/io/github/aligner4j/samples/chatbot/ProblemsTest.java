package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.completion.CompletionModelException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.springframework.http.ProblemDetail;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemsTest {

    @Test
    void an_upstream_that_can_not_be_reached_is_named() {
        ProblemDetail problem = problem(new IllegalStateException(new ConnectException()));

        assertThat(problem.getStatus()).isEqualTo(502);
        assertThat(problem.getDetail()).isEqualTo("some-model at http://nowhere: nothing answers at this address");
    }

    @Test
    void an_upstream_that_says_nothing_is_reported_as_such() {
        assertThat(problem(new IllegalStateException()).getDetail())
                .isEqualTo("some-model at http://nowhere: it failed without saying why");
    }

    @Test
    void a_page_full_of_words_is_cut() {
        assertThat(problem(new IllegalStateException("word ".repeat(1000))).getDetail())
                .hasSizeLessThan(410)
                .endsWith("…");
    }

    @Test
    void a_model_behind_an_aligner_is_not_mistaken_for_the_upstream() {
        ProblemDetail problem = problem(new IllegalStateException(new CompletionModelException("the device is gone")));

        assertThat(problem.getStatus()).isEqualTo(503);
        assertThat(problem.getDetail()).contains("the device is gone");
    }

    private static ProblemDetail problem(Throwable cause) {
        return Problems.of(new NoReplyException("some-model at http://nowhere", cause));
    }
}
