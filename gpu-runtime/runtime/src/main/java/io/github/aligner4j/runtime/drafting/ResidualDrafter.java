package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Copies from the prediction first, then from prompt and output, each token as likely as its places make it. */
final class ResidualDrafter implements Drafter {

    /**
     * An Aligner mostly begins as its answer does: until it differs, drafts are no shorter than this, shared by the sequences
     * of the pass.
     */
    private static final int FIRST = 32;

    private final DraftSources texts;
    private final boolean predicted;
    private final TreeGrowth growth;
    private Context context;

    ResidualDrafter(DraftSource source) {
        texts = DraftSources.of(source);
        predicted = DraftSources.predicted(source);
        context = Context.startAt(predicted ? 0 : texts.prediction().size());
        growth = new TreeGrowth(texts, source.cost());
    }

    @Override
    public DraftTree draft(int mostRows) {
        return draft(mostRows, 1);
    }

    @Override
    public DraftTree draft(int mostRows, int sequences) {
        DraftTree grown = growth.grow(context, mostRows, sequences);
        int first = Math.min(mostRows, FIRST / sequences);
        return predicted && context.place().onlyCopied() && grown.size() < first ? copied(first) : grown;
    }

    private DraftTree copied(int most) {
        int next = context.place().next();
        int end = Math.min(next + most, texts.prediction().size());
        return DraftTree.chain(
                IntStream.range(next, end).map(texts.prediction()::token).toArray());
    }

    @Override
    public void accepted(DraftTree draft, int[] tokens) {
        Arrays.stream(tokens).forEach(this::append);
    }

    private void append(int token) {
        context = context.after(token, texts);
        texts.output().append(token);
    }
}
