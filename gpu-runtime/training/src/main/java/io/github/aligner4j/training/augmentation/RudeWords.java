package io.github.aligner4j.training.augmentation;

import io.github.aligner4j.training.evaluation.ToxicLexicon;
import java.util.BitSet;
import java.util.List;

/** Tells which words of a text are to go. */
@FunctionalInterface
public interface RudeWords {

    /** Returns the indexes of those of {@code tokens}, the tokens of one text. */
    BitSet among(List<Token> tokens);

    /** Returns those of {@code lexicon}, wherever they stand. */
    static RudeWords of(ToxicLexicon lexicon) {
        return tokens -> {
            BitSet found = new BitSet();
            for (int i = 0; i < tokens.size(); i++) {
                found.set(i, lexicon.words().contains(tokens.get(i).plain()));
            }
            return found;
        };
    }
}
