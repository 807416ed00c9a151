package io.github.aligner4j.answer;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An answer with one JSON object or array in it, which a program may read: bare, in a code fence, or with prose around it, as
 * in <i>Sure, here is the JSON:</i> and a fence. The five parts, joined, are the answer.
 *
 * @param before prose before the JSON, mostly empty
 * @param opening white space and what opens a fence
 * @param json the JSON object or array
 * @param closing what closes the fence, and white space
 * @param after prose after it, mostly empty
 */
public record JsonAnswer(String before, String opening, String json, String closing, String after) {

    /**
     * Finds the JSON in {@code text}; nothing if there is none, or more than one, or if it is in a code fence of another
     * language. In prose, brackets that open an object with a member, an array of such objects, or a value that has its lines
     * for itself count. Takes time in proportion to the text.
     */
    public static Optional<JsonAnswer> find(String text) {
        return new JsonFinder(text).find();
    }

    /**
     * Returns the JSON with each string in it changed by {@code values}, or by {@code names} if it is a name of an object,
     * unescaped in and out. What is returned as it was keeps its spelling; numbers, literals, order and layout stay.
     */
    public String map(UnaryOperator<String> names, UnaryOperator<String> values) {
        return JsonTexts.map(json, names, values);
    }
}
