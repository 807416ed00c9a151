// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SentenceStreamTest extends SentenceStreamCase {

    @Test
    void a_sentence_is_released_when_a_word_follows_it() {
        SentenceStream stream = stream(greek);

        append(stream, "You idiot. ");
        assertThat(events).isEmpty();
        append(stream, "W");
        assertThat(events).containsExactly(Greek.of("You idiot."));
        append(stream, "ell");
        Correction correction = stream.complete("You idiot. Well");

        assertThat(events).containsExactly(Greek.of("You idiot."), " ", Greek.of("Well"));
        assertThat(correction.answer()).isEqualTo(Greek.of("You idiot. Well"));
        assertThat(correction.original()).isEqualTo("You idiot. Well");
        assertThat(correction.usage().completionTokens()).isEqualTo(2);
        assertThat(reported).containsExactly("You idiot. Well");
    }

    @Test
    void a_line_is_released_when_it_ends() {
        SentenceStream stream = stream(greek);

        append(stream, "A heading\r\n");

        assertThat(events).containsExactly(Greek.of("A heading"));
    }

    @Test
    void sentences_that_wait_are_corrected_together() {
        SentenceStream stream = stream(greek);

        stream.append("One. Two. Three. ");
        stream.append("Four. Five");
        runTasks();

        assertThat(greek.read()).containsExactly("One. Two. Three. Four.");
    }

    @Test
    void sentences_that_are_corrected_together_have_a_limit() {
        SentenceStream stream = stream(greek);

        append(stream, "All is well. ".repeat(1_000));

        assertThat(greek.read()).hasSizeGreaterThan(12).allMatch(read -> read.length() <= SentenceSplitter.MAX_SEGMENT);
    }

    @Test
    void a_sentence_without_an_end_is_cut_at_white_space() {
        SentenceStream stream = stream(greek);

        append(stream, "word ".repeat(1_000));

        assertThat(greek.read()).hasSizeGreaterThan(3).allMatch(read -> read.matches("word( word)*"));
    }

    @Test
    void a_code_fence_is_corrected_as_a_whole() {
        String fence = "```java\nint a = 1; // One. Two.\n\nint b;\n```";
        SentenceStream stream = stream(greek);

        append(stream, "See here:\n" + fence);
        assertThat(greek.read()).containsExactly("See here:");
        append(stream, "\nDone. ");
        assertThat(greek.read()).containsExactly("See here:", fence);
    }

    @Test
    void json_in_an_answer_is_corrected_string_by_string_when_it_has_ended() {
        SentenceStream stream = stream(greek);

        append(stream, "Here it is: {\"name\": \"You idiot. You fool\", ");
        assertThat(greek.read()).isEmpty();
        append(stream, "\"number\": 3}");
        assertThat(greek.read()).containsExactly("Here it is:", "You idiot. You fool");
        assertThat(String.join("", events))
                .isEqualTo(Greek.of("Here it is: ") + "{\"name\": \"" + Greek.of("You idiot. You fool")
                        + "\", \"number\": 3}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": \"One. Two. \"}\nMore. And more. ",
                "```json\n[\"One. Two. \"]\n```\nMore. And more. ",
                "  [\"One. Two. \"]\nMore. And more. "
            })
    void an_answer_that_begins_with_json_is_held(String answer) {
        SentenceStream stream = stream(greek);

        append(stream, answer);
        assertThat(greek.read()).isEmpty();
        Correction correction = stream.complete(answer);

        assertThat(greek.read()).containsExactly("One. Two. ", "More. And more. ");
        assertThat(correction.answer()).isEqualTo(String.join("", events));
    }

    @Test
    void an_answer_that_only_looks_like_json_is_not_held() {
        SentenceStream stream = stream(greek);

        append(stream, "[Note] One. Two. ");

        assertThat(greek.read()).containsExactly("[Note] One.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", " 42\n2026-11-28\ntrue\n", "", " \n\n "})
    void an_answer_of_numbers_or_nothing_passes(String answer) {
        SentenceStream stream = stream(greek);

        append(stream, answer);
        Correction correction = stream.complete(answer);

        assertThat(correction.answer()).isEqualTo(answer).isEqualTo(String.join("", events));
        assertThat(greek.read()).isEmpty();
        assertThat(reported).isEmpty();
    }

    @Test
    void numbers_before_words_are_corrected_with_them() {
        SentenceStream stream = stream(greek);

        append(stream, "42\n43\nThat is it. No");

        assertThat(greek.read()).containsExactly("42\n43\nThat is it.");
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"VALUES", "UNTOUCHED"})
    void an_answer_in_a_requested_format_is_held(Form form) {
        SentenceStream stream = stream(greek, AnswerPolicy.DEFAULT.withForm(form));

        append(stream, "One. Two. Three");
        assertThat(events).isEmpty();
        stream.complete("One. Two. Three");

        assertThat(events).containsExactly(form == Form.UNTOUCHED ? "One. Two. Three" : Greek.of("One. Two. Three"));
    }

    @Test
    void thinking_that_is_kept_leaves_with_the_first_sentence() {
        SentenceStream stream = stream(greek);

        append(stream, "<think>One. Two. Three</think>\n");
        assertThat(events).isEmpty();
        append(stream, "Four. Five");

        assertThat(events).containsExactly("<think>One. Two. Three</think>\n", Greek.of("Four."));
    }

    @Test
    void nothing_but_thinking_is_corrected_at_the_end() {
        SentenceStream stream = stream(greek);
        String answer = "<think>One. Two. Three</think>\n";

        append(stream, answer);
        stream.complete(answer);

        assertThat(String.join("", events)).isEqualTo("<think>" + Greek.of("One. Two. Three") + "</think>\n");
    }

    @Test
    void the_policy_that_is_known_at_the_end_decides_on_text_that_was_not_released() {
        SentenceStream stream = stream(greek);

        append(stream, "<think>One. Two</think>");
        Correction correction = stream.complete("<think>One. Two</think>", AnswerPolicy.DEFAULT.withToolCalls(true));

        assertThat(correction.answer()).isEqualTo("<think>One. Two</think>");
    }

    @Test
    void a_deleted_sentence_joins_no_paragraphs() {
        Aligner deleting = windowed(text -> text.equals("You idiot!") ? "" : text);
        SentenceStream stream = stream(deleting);

        append(stream, "Hello. ");
        append(stream, "You idiot! ");
        append(stream, "\n\nWell.");

        assertThat(stream.complete("Hello. You idiot! \n\nWell.").answer())
                .isEqualTo("Hello. \n\nWell.")
                .isEqualTo(String.join("", events));
    }

    @Test
    void the_first_sentence_can_be_deleted_but_not_the_whole_answer() {
        Aligner deleting = windowed(text -> text.startsWith("You") ? "" : text);

        SentenceStream first = stream(deleting);
        append(first, "You idiot! Well");
        assertThat(first.complete("You idiot! Well").answer()).isEqualTo("Well");

        SentenceStream all = stream(deleting);
        append(all, "You idiot! You fool");
        assertThatThrownBy(() -> all.complete("You idiot! You fool"))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("the whole answer was deleted");

        SentenceStream line = stream(deleting);
        append(line, "You idiot!\n");
        assertThatThrownBy(() -> line.complete("You idiot!\n")).isInstanceOf(CorrectionRejectedException.class);
    }
}
