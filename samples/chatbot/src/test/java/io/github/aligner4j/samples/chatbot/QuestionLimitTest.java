// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class QuestionLimitTest {

    @Test
    void one_question_more_than_may_be_is_refused_until_another_has_ended() {
        QuestionLimit limit = new QuestionLimit(2);
        QuestionLimit.Running first = limit.begin();
        limit.begin();

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(limit::begin)
                .withMessage("the chatbot is answering as many questions as it may (2); try again in a moment")
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));

        first.end();
        assertThat(limit.begin()).isNotNull();
    }

    @Test
    void a_question_ends_once_however_often_it_is_ended() {
        QuestionLimit limit = new QuestionLimit(1);
        QuestionLimit.Running question = limit.begin();
        question.end();
        question.end();
        limit.begin();

        assertThatExceptionOfType(RefusedException.class).isThrownBy(limit::begin);
    }

    @Test
    void a_limit_below_one_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuestionLimit(0))
                .withMessage("chatbot.max-questions must be at least 1, but was 0");
    }
}
