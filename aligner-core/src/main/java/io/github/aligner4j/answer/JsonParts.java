// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.answer.AnswerPolicy.Form;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The parts of JSON answers that are corrected. */
final class JsonParts {

    private static final Pattern WORDLESS = Pattern.compile("[\\s\\d\\p{Punct}]*");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s");

    private JsonParts() {}

    /** Returns the JSON of {@code answer} with those of its strings mapped that are corrected in {@code form}. */
    static String map(JsonAnswer answer, Form form, UnaryOperator<String> corrected) {
        return form == Form.TEXT
                ? answer.map(
                        name -> isPhrase(name) ? corrected.apply(name) : name,
                        value -> isWordless(value) ? value : corrected.apply(value))
                : answer.map(UnaryOperator.identity(), value -> isPhrase(value) ? corrected.apply(value) : value);
    }

    /** Returns true if {@code text} has nothing to correct. */
    static boolean isWordless(String text) {
        return WORDLESS.matcher(text).matches();
    }

    /** Returns true if {@code text} has white space between words. */
    static boolean isPhrase(String text) {
        return !text.isBlank() && WHITE_SPACE.matcher(text).find();
    }
}
