// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm sorry, but I can't help with that.",
                "I cannot assist with this request.",
                "Sorry, I can’t help you to write that.",
                "**I'm sorry**, I can't do that.\nI can’t provide instructions.",
                "As an AI language model, I can't provide medical advice.",
                "Unfortunately, I am not able to discuss this.",
                "I'm unable to fulfill this request.",
                "That would be cruel. I won't help you to do it.",
                "I must decline to answer.",
                "I understand that you are curious, but I can't share that.",
                "That's not something I can help with.",
                "This is something I'm unable to discuss.",
                "Es tut mir leid, aber dabei kann ich nicht helfen.",
                "Dabei kann ich Ihnen nicht helfen.",
                "Je suis désolé, je ne peux pas vous aider à faire cela.",
                "Lo siento, no puedo ayudar con eso."
            })
    void refusals_are_recognized(String answer) {
        assertThat(Refusals.isRefusal(answer)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sorry for the delay! Here is the table.",
                "I can't recommend this café enough.",
                "I can't tell you how happy I am for you!",
                "You can't give up now.",
                "Yes, I can help with that.",
                "That's something I can help with!",
                "It can't provide more than 5 W.",
                "The clerk said \"I'm sorry, I can't help you\" and left.",
                "Leider regnet es morgen. Du kannst nicht im Garten feiern.",
                "No puedo más, dijo la reina en el cuento."
            })
    void other_answers_are_none(String answer) {
        assertThat(Refusals.isRefusal(answer)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000})
    void only_the_beginning_counts(int characters) {
        assertThat(Refusals.isRefusal("All is well. ".repeat(characters / 13) + "I can't help with that."))
                .isFalse();
    }
}
