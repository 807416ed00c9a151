package io.github.aligner4j.training.dataset;

import java.util.BitSet;

/** Which characters of a text belong to code: those of fenced blocks, fences included, and of indented lines. */
final class CodeBlocks {

    private static final String INDENT = "    ";

    private final BitSet code = new BitSet();

    private CodeBlocks() {}

    static CodeBlocks of(String text) {
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

    boolean contains(int offset) {
        return code.get(offset);
    }

    /** Whether any of the characters from {@code start} to {@code end}, exclusive, is code. */
    boolean touches(int start, int end) {
        int next = code.nextSetBit(start);
        return next >= 0 && next < end;
    }
}
