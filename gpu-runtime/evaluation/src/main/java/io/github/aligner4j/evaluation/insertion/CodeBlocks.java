// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.insertion;

import java.util.BitSet;

/** The characters of a text that belong to code: fenced blocks, including the fences, and indented lines. */
public final class CodeBlocks {

    private static final String INDENT = "    ";

    private final BitSet code = new BitSet();

    private CodeBlocks() {}

    /** Finds the code blocks of {@code text}. */
    public static CodeBlocks of(String text) {
        CodeBlocks blocks = new CodeBlocks();
        boolean fenced = false;
        int start = 0;
        for (String line : text.split("\n", -1)) {
            String words = line.strip();
            boolean fence = words.startsWith("```") || words.startsWith("~~~");
            if (fenced || fence || line.startsWith(INDENT)) {
                blocks.code.set(start, start + line.length() + 1);
            }
            fenced ^= fence;
            start += line.length() + 1;
        }
        return blocks;
    }

    /** Returns whether the character at {@code offset} belongs to code. */
    public boolean contains(int offset) {
        return code.get(offset);
    }

    /** Returns whether any of the characters from {@code start} to {@code end}, exclusive, is code. */
    public boolean touches(int start, int end) {
        int next = code.nextSetBit(start);
        return next >= 0 && next < end;
    }
}
