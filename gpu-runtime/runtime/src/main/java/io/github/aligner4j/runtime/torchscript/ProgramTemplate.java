// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.torchscript;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills templates of programs: text with {@code {names}} where model families, devices or types differ. */
public final class ProgramTemplate {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    private ProgramTemplate() {}

    /**
     * Returns {@code template} with each {@code {name}} replaced by its value, names in values included.
     *
     * @throws IllegalStateException if a name has no value
     */
    public static String fill(String template, Map<String, String> values) {
        return PLACEHOLDER.matcher(template).replaceAll(match -> {
            String value = values.get(match.group(1));
            if (value == null) {
                throw new IllegalStateException("the program template has no value for " + match.group());
            }
            return Matcher.quoteReplacement(fill(value, values));
        });
    }
}
