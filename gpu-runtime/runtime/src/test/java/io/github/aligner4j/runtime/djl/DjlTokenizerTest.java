// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.scripted.TokenizerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DjlTokenizerTest {

    private static final int END = 262;

    private final List<DjlTokenizer> opened = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        opened.forEach(DjlTokenizer::close);
    }

    @Test
    void text_is_merged_as_the_file_says() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.byteLevel());

        assertThat(tokenizer.encode(Prompt.of("hi hi"))).containsExactly(256, 257);
    }

    @Test
    void special_tokens_in_text_stay_text() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.byteLevel());

        int[] ids = tokenizer.encode(Prompt.of("</s><end>"));

        assertThat(ids).containsExactly(258, 's', '>', '<', 'e', 'n', 'd', '>');
        assertThat(tokenizer.decode(ids)).isEqualTo("</s><end>");
    }

    @Test
    void special_tokens_of_the_vocabulary_stay_text_too() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.metaspace().prependingEverywhere());

        int[] ids = tokenizer.encode(Prompt.of("</s>"));

        assertThat(ids).startsWith(1).doesNotContain(2);
        assertThat(tokenizer.decode(ids)).isEqualTo("</s>");
    }

    @Test
    void special_tokens_come_from_special_segments() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.byteLevel());

        assertThat(tokenizer.encode(prompt(new Prompt.Text("a"), new Prompt.SpecialToken("<end>"))))
                .containsExactly('a', END - 1);
    }

    @Test
    void added_tokens_that_are_not_special_keep_their_ids() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.byteLevel());

        assertThat(tokenizer.encode(Prompt.of("a<tool>b<think>"))).containsExactly('a', 260, 'b', END);
        assertThat(tokenizer.decode(new int[] {260, END})).isEqualTo("<tool><think>");
    }

    @Test
    void a_special_segment_that_is_no_special_token_is_refused() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.byteLevel());

        assertThatThrownBy(() -> tokenizer.encode(prompt(new Prompt.SpecialToken("<nope>"))))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessage("'<nope>' is not a special token of this checkpoint; check its template");
    }

    @Test
    void text_that_would_merge_into_a_special_token_is_refused_without_repeating_it() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.byteLevel().special("hi"));

        assertThatThrownBy(() -> tokenizer.encode(Prompt.of("hi, a secret")))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessageContaining("would become the special token 'hi'")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_tokenizer_that_folds_full_width_marks_keeps_escapes_apart_from_plain_marks() throws IOException {
        DjlTokenizer folding = load(TokenizerJson.byteLevel().folding());

        int[] escaped = folding.encode(Prompt.of("USER\uFF1A hi"));

        assertThat(escaped).isNotEqualTo(folding.encode(Prompt.of("USER: hi")));
        assertThat(folding.decode(escaped)).isEqualTo("USER\uFF1A hi");
        assertThat(folding.decode(folding.encode(Prompt.of("USER: hi")))).isEqualTo("USER: hi");
    }

    @Test
    void a_character_that_can_neither_be_written_nor_spelt_is_refused_without_repeating_it() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.withoutBytes()
                .normalizing(Map.of("type", "Lowercase"))
                .lacking('#'));

        assertThatThrownBy(() -> tokenizer.encode(Prompt.of("a secret: \u6F22")))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessageContaining("can't write")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> tokenizer.encode(Prompt.of("A secret")))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessageContaining("take a checkpoint with byte tokens")
                .hasMessageNotContaining("secret");
    }

    @Test
    void half_a_surrogate_pair_is_refused() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.byteLevel());

        assertThatThrownBy(() -> tokenizer.encode(Prompt.of("a\uD83D")))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessageContaining("not well-formed Unicode");
    }

    @Test
    void any_text_comes_back_as_it_was() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.byteLevel());

        for (String text :
                List.of("", " ", "\0", "é 漢字 👩‍👩‍👧 🇩🇪\r\n\t", "e\u0301", "\uFFFD\uFEFF", "  don 't . ")) {
            assertThat(tokenizer.decode(tokenizer.encode(Prompt.of(text)))).isEqualTo(text);
        }
    }

    @Test
    void the_leading_tokens_come_once_and_are_no_text() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.metaspace().prependingEverywhere());

        assertThat(tokenizer.encode(Prompt.of(""))).containsExactly(1);
        assertThat(tokenizer.encode(Prompt.of("hi hi"))).hasSize(3).startsWith(1);
        assertThat(tokenizer.decode(tokenizer.encode(Prompt.of("hi hi")))).isEqualTo("hi hi");
    }

    @Test
    void a_leading_token_may_lie_behind_the_vocabulary() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.byteLevel().ledBy("<end>"));

        assertThat(tokenizer.encode(Prompt.of("a<end>")))
                .startsWith(END - 1, 'a')
                .hasSize(7);
        assertThat(tokenizer.decode(tokenizer.encode(Prompt.of("a")))).isEqualTo("a");
    }

    @Test
    void a_later_text_gets_a_space_if_every_text_does() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.metaspace().prependingEverywhere());

        int[] ids =
                tokenizer.encode(prompt(new Prompt.Text("hi"), new Prompt.SpecialToken("</s>"), new Prompt.Text("hi")));

        assertThat(ids).containsExactly(1, ids[1], 2, ids[1]);
    }

    @Test
    void a_later_text_gets_no_space_if_only_the_first_one_does() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.metaspace().prependingFirst());
        Prompt.Text hi = new Prompt.Text("hi");

        int[] ids = tokenizer.encode(prompt(hi, new Prompt.SpecialToken("</s>"), hi));

        assertThat(ids).hasSize(4);
        assertThat(ids[3]).isNotEqualTo(ids[1]);
        assertThat(tokenizer.encode(prompt(new Prompt.SpecialToken("</s>"), hi)))
                .containsExactly(1, 2, ids[3]);
    }

    @Test
    void nothing_is_cut_or_filled_up_whatever_the_file_says() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.byteLevel().truncatingAndPadding());

        assertThat(tokenizer.encode(Prompt.of("abcd"))).containsExactly('a', 'b', 'c', 'd');
        assertThat(tokenizer.encode(Prompt.of("x".repeat(5000)))).hasSize(5000);
    }

    @Test
    void an_id_beyond_the_vocabulary_of_the_model_is_an_error_with_both_numbers() throws IOException {
        Path file = TokenizerJson.byteLevel().writeTo(folder);

        assertThatThrownBy(() -> DjlTokenizer.load(file, 258))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining("ids up to 258, but the model's vocabulary has 258 tokens");
    }

    @Test
    void added_tokens_beyond_the_vocabulary_of_the_model_load_and_only_their_use_is_an_error() throws IOException {
        DjlTokenizer tokenizer = DjlTokenizer.load(TokenizerJson.byteLevel().writeTo(folder), END);
        opened.add(tokenizer);

        assertThat(tokenizer.vocabularySize()).isEqualTo(END);
        assertThatThrownBy(() -> tokenizer.encode(prompt(new Prompt.SpecialToken("<think>"))))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessage(
                        "'<think>' has id 262, but the model's vocabulary has 262 tokens; check the checkpoint's template");
        int[] spelt = tokenizer.encode(Prompt.of("a<think>"));
        assertThat(spelt).hasSize(7).doesNotContain(END);
        assertThat(tokenizer.decode(spelt)).isEqualTo("a<think>");
    }

    @Test
    void a_leading_token_beyond_the_vocabulary_of_the_model_is_refused_by_its_name() throws IOException {
        Path file = TokenizerJson.byteLevel().ledBy("<think>").writeTo(folder);

        assertThatThrownBy(() -> DjlTokenizer.load(file, END))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("begins with the token '<think>', whose id 262 is beyond");
    }

    @Test
    void a_text_longer_than_the_library_can_match_is_refused_without_repeating_it() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.byteLevel());

        // Eleven million blanks would end the process: the library's regular expressions take back ten million at most.
        assertThatThrownBy(() -> tokenizer.encode(Prompt.of(" ".repeat(11_000_000))))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessage(
                        "text of the prompt has 11000000 characters, and at most 2000000 can be made into tokens at once; "
                                + "shorten the question or the answer");
        assertThat(tokenizer.encode(Prompt.of(" ".repeat(2_000_000)))).hasSize(2_000_000);
    }

    @Test
    void a_broken_file_is_an_error_that_names_it() throws IOException {
        assertBroken("{", "not valid JSON");
        assertBroken("[]", "a JSON object is expected");
        assertBroken(
                "{\"model\": {\"type\": \"BPE\", \"vocab\": []}}",
                "'model.vocab' must be an object with the id of each token; it is []");
        assertBroken(
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": -1}}}", "at least 0 and below 16777216; found -1");
        assertBroken(
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}}}", "'model.merges' must be a list of pairs");
        assertThatThrownBy(() -> DjlTokenizer.load(folder.resolve("absent"), 10))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("absent")
                .hasMessageContaining("can't be read");
    }

    @Test
    void a_closed_tokenizer_refuses_to_work() throws IOException {
        DjlTokenizer tokenizer = load(TokenizerJson.byteLevel());
        tokenizer.close();
        tokenizer.close();

        assertThatThrownBy(() -> tokenizer.encode(Prompt.of("a"))).hasMessage("the tokenizer is closed");
        assertThatThrownBy(() -> tokenizer.decode(new int[] {1})).hasMessage("the tokenizer is closed");
    }

    private void assertBroken(String json, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), json);

        assertThatThrownBy(() -> DjlTokenizer.load(file, 10))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining(message);
    }

    private DjlTokenizer load(TokenizerJson json) throws IOException {
        DjlTokenizer tokenizer = DjlTokenizer.load(json.writeTo(folder), 1000);
        opened.add(tokenizer);
        return tokenizer;
    }

    private static Prompt prompt(Prompt.Segment... segments) {
        return new Prompt(List.of(segments));
    }
}
