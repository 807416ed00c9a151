package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Prompt lookup as transformers does it with {@code prompt_lookup_num_tokens} and n-grams of at most 2: the tokens that
 * followed the first occurrence of the last two tokens, else of the last one, in prompt and output.
 *
 * <p>The first occurrences are kept in a map, so a step takes the same time however long the text is.
 */
final class PromptLookupDrafter implements Drafter {

    private final int mostTokens;
    private final IntList text = new IntList();
    private final Map<Integer, Integer> afterToken = new HashMap<>();
    private final Map<Long, Integer> afterPair = new HashMap<>();

    PromptLookupDrafter(int[] prompt, int mostTokens) {
        this.mostTokens = mostTokens;
        Arrays.stream(prompt).forEach(this::append);
    }

    @Override
    public DraftTree draft(int mostRows) {
        int start = start();
        int length = Math.min(Math.min(mostTokens, mostRows), text.size() - start);
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

    /** Place after the first occurrence of the longest n-gram that ends the text, the text's end if there is no other. */
    private int start() {
        int end = text.size();
        int start = end > 2 ? afterPair.getOrDefault(lastPair(), end) : end;
        return start == end && end > 1 ? afterToken.getOrDefault(text.get(end - 1), end) : start;
    }

    private long lastPair() {
        return ((long) text.get(text.size() - 2) << Integer.SIZE) | (text.get(text.size() - 1) & 0xFFFF_FFFFL);
    }
}
