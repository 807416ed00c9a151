package io.github.aligner4j.civility.augmentation;

import io.github.aligner4j.evaluation.style.StyleRow;
import java.util.regex.Pattern;

/** Joins contractions that a corpus separated ("don 't"), as most people do when they correct a text. */
final class Contractions {

    private static final Pattern TORN = Pattern.compile("(?i)(?<=\\w) (?=['\u2019](?:s|m|re|ve|ll|d|t)\\b)");

    private Contractions() {}

    static String joined(String text) {
        return TORN.matcher(text).replaceAll("");
    }

    static StyleRow joined(StyleRow row) {
        return new StyleRow(
                joined(row.text()),
                row.references().stream().map(Contractions::joined).toList());
    }
}
