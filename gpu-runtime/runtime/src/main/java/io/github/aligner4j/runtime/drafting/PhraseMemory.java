package io.github.aligner4j.runtime.drafting;

/**
 * What a model said in earlier requests, to guess its habits of speech from: bounded, the oldest forgotten first.
 *
 * <p>Share one among the requests to one model that may know of each other: texts never leak, but the time of a request can
 * tell that an earlier one was answered in the same words. Used, with all drafters that share it, by one thread at a time.
 */
public final class PhraseMemory {

    private final int mostTokens;
    private TokenIndex text = new TokenIndex();

    /**
     * Creates an empty memory.
     *
     * @param mostTokens most tokens that it keeps, about 20 bytes each; 0 for one that remembers nothing
     */
    public PhraseMemory(int mostTokens) {
        if (mostTokens < 0) {
            throw new IllegalArgumentException(
                    "a phrase memory must keep 0 tokens or more, but was told to keep " + mostTokens);
        }
        this.mostTokens = mostTokens;
    }

    /** What is remembered now. Grows until it is replaced by a shorter text, so who began with it can go on with it. */
    TokenIndex text() {
        return text;
    }

    /** Remembers an output, as far as it fits. */
    void add(TokenIndex output) {
        int added = Math.min(output.size(), mostTokens);
        if (text.size() + added > mostTokens) {
            TokenIndex kept = new TokenIndex();
            kept.appendAll(text, Math.max(0, text.size() - (mostTokens - added) / 2));
            text = kept;
        }
        text.appendAll(output, output.size() - added);
    }
}
