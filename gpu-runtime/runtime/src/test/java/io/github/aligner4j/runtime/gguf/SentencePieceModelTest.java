// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SentencePieceModelTest {

    private static final int FIRST_PIECE = 259;
    private static final String PREFIXED = """
            {"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},
             {"type":"Replace","pattern":{"String":" "},"content":"▁"}]}""";
    private static final List<String> PIECES = List.of("▁", "a", "b", "ab", "▁ab");

    @TempDir
    private Path parent;

    @Test
    void tokens_merged_earlier_have_higher_scores() throws IOException {
        GgufFile file = exported(PREFIXED, PIECES, "\"a b\",\"▁ ab\"");

        List<?> scores = file.list("tokenizer.ggml.scores");
        assertThat(file.value("tokenizer.ggml.model")).isEqualTo("llama");
        assertThat(scores.get(FIRST_PIECE + 3)).isEqualTo(0f);
        assertThat(scores.get(FIRST_PIECE + 4)).isEqualTo(-1f);
        assertThat((float) scores.get(FIRST_PIECE)).isLessThan(-1f);
        assertThat(file.value("tokenizer.ggml.add_space_prefix")).isEqualTo(true);
        assertThat(file.list("tokenizer.ggml.token_type").subList(0, 4)).isEqualTo(List.of(3, 3, 3, 6));
        assertThat(file.list("tokenizer.ggml.tokens")).last().isEqualTo("[UNUSED319]");
    }

    @Test
    void without_a_prepended_space_none_is_asked_for() throws IOException {
        GgufFile file = exported(
                "{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"▁\"}", PIECES, "\"a b\",\"▁ ab\"");

        assertThat(file.value("tokenizer.ggml.add_space_prefix")).isEqualTo(false);
    }

    @Test
    void a_token_that_is_not_merged_from_all_of_its_parts_is_refused() {
        List<String> pieces = new ArrayList<>(PIECES);
        pieces.add("▁a");

        assertThatThrownBy(() -> exported(PREFIXED, pieces, "\"a b\",\"▁ ab\",\"▁ a\""))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'▁ab' is not merged from '▁a' and 'b'");
    }

    @Test
    void merges_of_one_token_at_different_ranks_are_refused() {
        List<String> pieces = new ArrayList<>(PIECES);
        pieces.add("▁a");

        assertThatThrownBy(() -> exported(PREFIXED, pieces, "\"▁ ab\",\"a b\",\"▁ a\",\"▁a b\""))
                .hasMessageContaining("no equal of merges of '▁ab' at different ranks");
    }

    @Test
    void a_space_before_the_first_text_only_is_named_as_a_difference() throws IOException {
        String metaspace = "null,\"pre_tokenizer\":{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"split\":false,"
                + "\"prepend_scheme\":\"%s\"}";
        CheckpointDirectory first = checkpoint(metaspace.formatted("first"), PIECES, "\"a b\",\"▁ ab\"");
        assertThat(GgufExport.of(first).differences())
                .containsExactly("an engine puts a space before the text behind each special token, but this tokenizer"
                        + " only at the beginning of a prompt (prepend_scheme first)");

        CheckpointDirectory always = checkpoint(metaspace.formatted("always"), PIECES, "\"a b\",\"▁ ab\"");
        assertThat(GgufExport.of(always).differences()).isEmpty();
    }

    @Test
    void an_empty_token_is_merged_from_nothing() throws IOException {
        List<String> pieces = new ArrayList<>(PIECES);
        pieces.add("");

        assertThat(exported(PREFIXED, pieces, "\"a b\",\"▁ ab\"").list("tokenizer.ggml.tokens"))
                .hasSize(320);
    }

    @Test
    void other_normalizers_are_refused() {
        assertThatThrownBy(() -> exported("{\"type\":\"NFKC\"}", PIECES, "\"a b\",\"▁ ab\""))
                .hasMessageContaining("no equal of the normalizer {\"type\":\"NFKC\"} with the pre-tokenizer");
    }

    private GgufFile exported(String normalizer, List<String> pieces, String merges) throws IOException {
        Path file = parent.resolve("model.gguf");
        GgufExport.of(checkpoint(normalizer, pieces, merges)).write(file, StoredType.F16);
        return GgufFile.read(file);
    }

    /** Returns a checkpoint with 3 special tokens, those of the bytes, and {@code pieces}. */
    private CheckpointDirectory checkpoint(String normalizer, List<String> pieces, String merges) throws IOException {
        CheckpointDirectory checkpoint =
                CheckpointDirectory.open(GoldenCheckpoint.unpack("llama-gqa", Files.createTempDirectory(parent, "base"))
                        .folder());
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        IntStream.range(0, 256).forEach(i -> tokens.add(String.format("<0x%02X>", i)));
        tokens.addAll(pieces);
        String vocabulary = IntStream.range(0, tokens.size())
                .mapToObj(id -> "\"" + tokens.get(id) + "\":" + id)
                .collect(Collectors.joining(","));
        Files.writeString(checkpoint.tokenizer(), """
                {"version":"1.0","added_tokens":[{"id":1,"content":"<s>","special":true},
                 {"id":2,"content":"</s>","special":true}],
                 "normalizer":%s,"model":{"type":"BPE","byte_fallback":true,"unk_token":"<unk>","fuse_unk":true,
                 "vocab":{%s},"merges":[%s]}}
                """.formatted(normalizer, vocabulary, merges));
        return checkpoint;
    }
}
