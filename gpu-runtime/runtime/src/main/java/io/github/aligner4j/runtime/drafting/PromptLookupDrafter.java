// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Prompt lookup as in transformers, with {@code prompt_lookup_num_tokens} and n-grams of at most 2 tokens: drafts the tokens
 * that followed the first occurrence of the last two tokens, or else of the last one, in prompt and output.
 *
 * <p>First occurrences are kept in maps, so that a step takes constant time.
 */
final class PromptLookupDrafter implements Drafter {

    private final int lookupTokens;
    private final IntList text = new IntList();
    private final Map<Integer, Integer> afterToken = new HashMap<>();
    private final Map<Long, Integer> afterPair = new HashMap<>();

    PromptLookupDrafter(int[] prompt, int lookupTokens) {
        this.lookupTokens = lookupTokens;
        Arrays.stream(prompt).forEach(this::append);
    }

    @Override
    public DraftTree draft(int maxTokens) {
        int start = start();
        int length = Math.min(Math.min(lookupTokens, maxTokens), text.size() - start);
        return length <= 0 ? DraftTree.NONE : DraftTree.chain(text.copyOfRange(start, start + length));
    }

    @Override
    public void accepted(DraftTree draft, int[] tokens) {
        Arrays.stream(tokens).forEach(this::append);
    }

    private void append(int token) {
        text.add(token);
        afterToken.putIfAbsent(token, text.size());
        if (text.size() > 1) {
            afterPair.putIfAbsent(lastPair(), text.size());
        }
    }

    /** Returns the index after the first occurrence of the longest n-gram that ends the text; the end if there is no other. */
    private int start() {
        int end = text.size();
        int start = end > 2 ? afterPair.getOrDefault(lastPair(), end) : end;
        return start == end && end > 1 ? afterToken.getOrDefault(text.get(end - 1), end) : start;
    }

    private long lastPair() {
        return ((long) text.get(text.size() - 2) << Integer.SIZE) | (text.get(text.size() - 1) & 0xFFFF_FFFFL);
    }
}
