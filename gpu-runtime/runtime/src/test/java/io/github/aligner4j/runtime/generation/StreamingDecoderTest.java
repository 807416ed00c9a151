// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.scripted.ByteTokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamingDecoderTest {

    private final ByteTokenizer tokenizer = new ByteTokenizer();

    @Test
    void a_character_comes_with_its_last_byte() {
        assertThat(pieces(tokenize("é😀"))).containsExactly("", "é", "", "", "", "😀", "");
    }

    @Test
    void a_joined_emoji_comes_code_point_by_code_point() {
        String family = "👩‍👩‍👧";

        assertThat(String.join("", pieces(tokenize(family)))).isEqualTo(family);
    }

    @Test
    void a_character_that_stays_incomplete_becomes_a_replacement_at_the_end() {
        assertThat(pieces(new int[] {'a', 0xF0, 0x9F})).containsExactly("a", "", "", "\uFFFD");
    }

    @Test
    void broken_bytes_do_not_harm_what_follows() {
        assertThat(pieces(new int[] {0xC3, 'b'})).containsExactly("", "\uFFFDb", "");
    }

    @Property(tries = 500)
    void pieces_are_whole_characters_and_concatenate_to_the_text(@ForAll("unicode") String text) {
        List<String> pieces = pieces(tokenize(text));

        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces).allMatch(piece -> StandardCharsets.UTF_8.newEncoder().canEncode(piece));
    }

    @Property(tries = 500)
    void pieces_of_any_bytes_concatenate_to_the_decoded_whole(
            @ForAll @Size(max = 40) List<@IntRange(max = 255) Integer> bytes) {
        int[] ids = bytes.stream().mapToInt(Integer::intValue).toArray();

        assertThat(String.join("", pieces(ids))).isEqualTo(tokenizer.decode(ids));
    }

    @Provide
    Arbitrary<String> unicode() {
        Arbitrary<String> points = Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .map(Character::toString);
        Arbitrary<String> awkward = Arbitraries.of(
                "👩‍❤️‍💋‍👨", "🏳️‍🌈", "🇩🇪", "e\u0301", "\uFFFD", "\uFEFF", "\0", "\r\n", "ﷺ", "漢字", "\u202E", " ");
        return Arbitraries.oneOf(points, awkward).list().ofMaxSize(20).map(parts -> String.join("", parts));
    }

    private List<String> pieces(int[] ids) {
        StreamingDecoder decoder = new StreamingDecoder(tokenizer);
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            pieces.add(decoder.append(id));
        }
        pieces.add(decoder.flush());
        return pieces;
    }

    private int[] tokenize(String text) {
        int[] ids = tokenizer.encode(Prompt.of(text));
        return Arrays.copyOfRange(ids, 1, ids.length);
    }
}
