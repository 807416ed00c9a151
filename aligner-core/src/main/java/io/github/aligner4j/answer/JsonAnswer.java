// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An answer that contains one JSON object or array, which a program may parse: bare, in a code fence, or with prose around it,
 * such as <i>Sure, here is the JSON:</i>. The five parts, joined, are the answer.
 *
 * @param before the prose before the JSON, usually empty
 * @param opening white space and the opening of a fence
 * @param json the JSON object or array
 * @param closing the end of the fence, and white space
 * @param after the prose after it, usually empty
 */
public record JsonAnswer(String before, String opening, String json, String closing, String after) {

    /**
     * Returns the JSON in {@code text}; empty if there is none, more than one, or if it is in a code fence of another language.
     * In prose, only an object with a member, an array of such objects, or a value on lines of its own counts. Takes linear
     * time.
     */
    public static Optional<JsonAnswer> find(String text) {
        return new JsonFinder(text).find();
    }

    /**
     * Returns the JSON with each string value mapped by {@code values} and each member name by {@code names}; both get and return
     * unescaped text. Strings that are mapped to themselves keep their spelling; numbers, literals, order and layout stay.
     */
    public String map(UnaryOperator<String> names, UnaryOperator<String> values) {
        return JsonTexts.map(json, names, values);
    }
}
