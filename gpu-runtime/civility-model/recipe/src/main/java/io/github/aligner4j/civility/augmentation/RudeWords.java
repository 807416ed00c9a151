package io.github.aligner4j.civility.augmentation;

import java.util.BitSet;
import java.util.List;

/** Tells which words of a text are to go. */
@FunctionalInterface
public interface RudeWords {

    /** Returns the indexes of those of {@code tokens}, the tokens of one text. */
    BitSet among(List<Token> tokens);
}
