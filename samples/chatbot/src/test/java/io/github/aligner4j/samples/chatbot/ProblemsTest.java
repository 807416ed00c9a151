// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.exception.HttpException;
import io.github.aligner4j.completion.CompletionModelException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void what_an_upstream_says_is_not_repeated() {
        assertThat(problem(new IllegalStateException("a secret")).getDetail())
                .isEqualTo("some-model at http://nowhere: it failed (IllegalStateException)");
    }

    @ParameterizedTest
    @CsvSource({
        "400, it does not take such a request",
        "401, check OPENAI_API_KEY",
        "404, check OPENAI_BASE_URL and OPENAI_MODEL",
        "429, too many requests",
        "503, not ready yet"
    })
    void a_status_comes_with_what_to_do(int status, String remedy) {
        assertThat(problem(new IllegalStateException(new HttpException(status, "a secret")))
                        .getDetail())
                .startsWith("some-model at http://nowhere: it answered with status " + status)
                .contains(remedy)
                .doesNotContain("secret");
    }

    @Test
    void an_upstream_that_takes_too_long_is_said_to() {
        assertThat(problem(new IllegalStateException(new HttpTimeoutException("http://user:secret@nowhere")))
                        .getDetail())
                .isEqualTo("some-model at http://nowhere: it did not answer in time");
    }

    @Test
    void a_page_full_of_words_is_cut() {
        assertThat(problem(new CompletionModelException("word ".repeat(1000))).getDetail())
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
