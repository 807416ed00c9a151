// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.contamination;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The words of a text in Unicode's form NFKC, without case and punctuation. In scripts that put no spaces between words, each
 * character is one.
 */
final class Words {

    private static final String UNSPACED =
            "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}";
    private static final String LETTERS = "[\\w&&[^" + UNSPACED + "]]+";
    private static final Pattern WORD = Pattern.compile(
            "[" + UNSPACED + "]|" + LETTERS + "(?:['\u2019]" + LETTERS + ")*", Pattern.UNICODE_CHARACTER_CLASS);

    private Words() {}

    static List<String> of(String text) {
        String normalized = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return WORD.matcher(normalized).results().map(MatchResult::group).toList();
    }
}
