// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.tokenizer;

import java.nio.charset.StandardCharsets;

/**
 * GPT-2's characters for bytes, by which the vocabulary of a byte-level tokenizer is text: printable bytes are themselves,
 * the others are the characters from U+0100 on.
 */
final class ByteSymbols {

    static final int COUNT = 256;

    private static final int FIRST_REPLACEMENT = 0x100;
    private static final char[] SYMBOLS = symbols();

    private ByteSymbols() {}

    static char symbol(int value) {
        return SYMBOLS[value];
    }

    /** Returns the bytes of {@code text}, each as a number from 0 to 255. */
    static int[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] values = new int[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return values;
    }

    private static char[] symbols() {
        char[] symbols = new char[COUNT];
        int replaced = 0;
        for (int value = 0; value < COUNT; value++) {
            boolean prints = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
            symbols[value] = (char) (prints ? value : FIRST_REPLACEMENT + replaced++);
        }
        return symbols;
    }
}
