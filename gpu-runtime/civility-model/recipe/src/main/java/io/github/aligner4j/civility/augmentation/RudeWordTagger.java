package io.github.aligner4j.civility.augmentation;

import io.github.aligner4j.civility.augmentation.TokenDiff.Hunk;
import io.github.aligner4j.evaluation.style.HashedFeatures;
import io.github.aligner4j.evaluation.style.JudgeSettings;
import io.github.aligner4j.evaluation.style.LogisticRegression;
import io.github.aligner4j.evaluation.style.LogisticRegression.Sample;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.evaluation.style.ToxicLexicon;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Finds rude words by a {@link LogisticRegression} over a word, its letters, its neighbours and lexicons of rude words. It is trained on
 * people's corrections, with the share of people who removed a word as the target, and on good answers. Unlike a lexicon it
 * distinguishes "you fool" from "April fool", and generalizes to unseen words. Immutable.
 */
public final class RudeWordTagger implements RudeWords {

    /** The log odds of the lexicons. */
    private static final double[] LEXICONS = {0.3, 0.7, 1, 1.5, 2, 3};

    private static final JudgeSettings SETTINGS = new JudgeSettings(8, 0.3, 1e-4, 42);

    private final List<ToxicLexicon> lexicons;
    private final LogisticRegression regression;
    private final double threshold;

    private RudeWordTagger(List<ToxicLexicon> lexicons, LogisticRegression regression, double threshold) {
        this.lexicons = lexicons;
        this.regression = regression;
        this.threshold = threshold;
    }

    /**
     * Trains a tagger.
     *
     * @param asWritten texts with corrections by people
     * @param good texts without rude words
     * @param threshold the probability of removal from which a word is rude, 0 to 1
     */
    public static RudeWordTagger learn(List<StyleRow> asWritten, List<String> good, double threshold) {
        List<StyleRow> rows = asWritten.stream().map(Contractions::joined).toList();
        List<ToxicLexicon> lexicons = new ArrayList<>();
        for (double logOdds : LEXICONS) {
            lexicons.add(ToxicLexicon.learn(rows, logOdds));
        }
        List<Sample> samples = new ArrayList<>();
        for (StyleRow row : rows) {
            List<Token> tokens = Token.of(row.text());
            addSamples(tokens, removed(row, tokens.size()), lexicons, samples);
        }
        for (String text : good) {
            List<Token> tokens = Token.of(text);
            addSamples(tokens, new double[tokens.size()], lexicons, samples);
        }
        return new RudeWordTagger(lexicons, LogisticRegression.train(samples, SETTINGS), threshold);
    }

    /** Returns the share of people that removed each token. */
    private static double[] removed(StyleRow row, int size) {
        double[] shares = new double[size];
        for (String reference : row.references()) {
            for (Hunk hunk : TokenDiff.between(row.text(), reference).hunks()) {
                for (int i = hunk.start(); i < hunk.end(); i++) {
                    shares[i] += 1.0 / row.references().size();
                }
            }
        }
        return shares;
    }

    private static void addSamples(
            List<Token> tokens, double[] removed, List<ToxicLexicon> lexicons, List<Sample> samples) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).word()) {
                samples.add(new Sample(features(tokens, i, lexicons), removed[i], 1));
            }
        }
    }

    private static HashedFeatures features(List<Token> tokens, int index, List<ToxicLexicon> lexicons) {
        String word = tokens.get(index).plain();
        String before = plain(tokens, index - 1);
        String after = plain(tokens, index + 1);
        HashedFeatures.Builder features = new HashedFeatures.Builder()
                .add('w', word)
                .add('b', before)
                .add('a', after)
                .add('B', before + " " + word)
                .add('A', word + " " + after)
                .add('2', plain(tokens, index - 2))
                .add('3', plain(tokens, index + 2))
                .addNgrams('c', word, 3, 5);
        for (int offset = -2; offset <= 2; offset++) {
            String near = plain(tokens, index + offset);
            for (ToxicLexicon lexicon : lexicons) {
                if (lexicon.words().contains(near)) {
                    features.add('l', offset + " " + lexicon.threshold());
                }
            }
        }
        return features.build();
    }

    private static String plain(List<Token> tokens, int index) {
        if (index < 0) {
            return "^";
        }
        return index < tokens.size() ? tokens.get(index).plain() : "$";
    }

    @Override
    public BitSet among(List<Token> tokens) {
        BitSet found = new BitSet();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean whole = token.word() && token.end() - token.start() > 1;
            found.set(i, whole && regression.probability(features(tokens, i, lexicons)) > threshold);
        }
        return found;
    }
}
