package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;

/** Copies from the prediction first, then from prompt and output, each token as likely as its places make it. */
final class ResidualDrafter implements Drafter {

    private final Texts texts;
    private final TreeGrowth growth;
    private Context context;

    ResidualDrafter(DraftSource source) {
        texts = Texts.of(source);
        context =
                Context.startAt(Texts.predicted(source) ? 0 : texts.prediction().size());
        growth = new TreeGrowth(texts, source.cost());
    }

    @Override
    public DraftTree draft(int mostRows) {
        return draft(mostRows, 1);
    }

    @Override
    public DraftTree draft(int mostRows, int sequences) {
        return growth.grow(context, mostRows, sequences);
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
