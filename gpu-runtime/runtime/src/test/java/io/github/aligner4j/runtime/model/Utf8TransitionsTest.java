// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Utf8TransitionsTest {

    private static final Utf8Transitions BYTES = Utf8Transitions.of(256, id -> new byte[] {(byte) id});

    @Test
    void a_text_is_whole_exactly_if_it_is_well_formed() {
        SplittableRandom random = new SplittableRandom(7);
        int wellFormed = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] text = new byte[1 + random.nextInt(4)];
            for (int at = 0; at < text.length; at++) {
                // Bytes of which characters are made, and the edges of their ranges, come often.
                int[] often = {
                    0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE1, 0xED, 0xF0, 0xF1, 0xF4, 0xF5
                };
                text[at] = (byte) (random.nextBoolean() ? often[random.nextInt(often.length)] : random.nextInt(256));
            }
            boolean whole = after(text) == Utf8Transitions.BETWEEN;
            assertThat(whole).isEqualTo(isWellFormed(text));
            wellFormed += whole ? 1 : 0;
        }
        assertThat(wellFormed).isGreaterThan(1000);
    }

    @Test
    void a_token_of_several_bytes_is_one_step() {
        List<byte[]> tokens =
                List.of(new byte[] {'a', (byte) 0xE2, (byte) 0x82}, new byte[] {(byte) 0xAC, 'b'}, new byte[0]);
        Utf8Transitions transitions = Utf8Transitions.of(3, tokens::get);

        int inside = transitions.next(Utf8Transitions.BETWEEN, 0);
        assertThat(inside).isNotIn(Utf8Transitions.BETWEEN, Utf8Transitions.BROKEN);
        assertThat(transitions.next(inside, 1)).isEqualTo(Utf8Transitions.BETWEEN);
        assertThat(transitions.next(inside, 2)).isEqualTo(inside);
        assertThat(transitions.next(inside, 0)).isEqualTo(Utf8Transitions.BROKEN);
        assertThat(transitions.next(Utf8Transitions.BETWEEN, 1)).isEqualTo(Utf8Transitions.BROKEN);
    }

    @Test
    void what_is_no_text_stands_between_characters_only() {
        Utf8Transitions transitions = Utf8Transitions.of(2, id -> id == 0 ? new byte[] {(byte) 0xC3} : null);
        int inside = transitions.next(Utf8Transitions.BETWEEN, 0);

        for (int token : new int[] {1, 2}) {
            assertThat(transitions.next(Utf8Transitions.BETWEEN, token)).isEqualTo(Utf8Transitions.BETWEEN);
            assertThat(transitions.next(inside, token)).isEqualTo(Utf8Transitions.BROKEN);
        }
        assertThat(Utf8Transitions.UNKNOWN.next(inside, 1)).isEqualTo(Utf8Transitions.BETWEEN);
    }

    @Test
    void bytes_that_no_text_has_are_unusable() {
        assertThat(BYTES.unusable().stream())
                .containsExactly(0xC0, 0xC1, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF);
        assertThat(Utf8Transitions.UNKNOWN.unusable().isEmpty()).isTrue();
    }

    private static int after(byte[] text) {
        int state = Utf8Transitions.BETWEEN;
        for (int i = 0; i < text.length && state != Utf8Transitions.BROKEN; i++) {
            state = BYTES.next(state, text[i] & 0xFF);
        }
        return state;
    }

    private static boolean isWellFormed(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
