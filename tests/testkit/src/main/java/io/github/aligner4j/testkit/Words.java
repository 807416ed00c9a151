// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Cuts texts into the tokens of scripted models: words with the white space before them, the last one also with that behind it. */
final class Words {

    private static final Pattern WORD = Pattern.compile("\\s*\\S+(?:\\s+\\z)?|\\s+");

    private Words() {}

    /** Returns the words of {@code text}, which concatenated are the text. */
    static List<String> of(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).toList();
    }
}
