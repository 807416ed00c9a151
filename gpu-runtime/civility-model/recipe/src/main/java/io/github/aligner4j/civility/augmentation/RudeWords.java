package io.github.aligner4j.civility.augmentation;

import java.util.BitSet;
import java.util.List;

/** Finds the rude words of a text. */
@FunctionalInterface
public interface RudeWords {

    /** Returns the indices of rude words among {@code tokens}, the tokens of one text. */
    BitSet among(List<Token> tokens);
}
