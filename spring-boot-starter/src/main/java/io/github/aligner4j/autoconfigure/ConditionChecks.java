// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerProperties.When;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Checks the conditions of routes and layers. */
final class ConditionChecks {

    private ConditionChecks() {}

    /**
     * Checks a condition.
     *
     * @param group the name of its properties, such as {@code aligner.aligners.a.routes[0].when}
     * @throws AlignerSetupException if a setting is invalid
     */
    static void check(String group, When when) {
        texts(group, when);
        lengths(group, when);
        regex(group + ".answer", when.answer());
        regex(group + ".question", when.question());
        threshold(group, when);
        if (when.detector() != null && when.label() == null) {
            throw new AlignerSetupException(
                    group + " has a detector, but no label.", "Set " + group + ".label to one of its labels.");
        }
        if (when.chatModel() != null && (when.label() == null || when.detector() != null)) {
            throw new AlignerSetupException(
                    group + ".chat-model is set, but there is no label by a prompt.",
                    "Set " + group + ".label without a detector, or remove the chat-model.");
        }
    }

    /** Returns whether a condition has no setting. */
    static boolean isEmpty(When when) {
        return when.answer() == null
                && when.question() == null
                && when.language() == null
                && when.label() == null
                && when.minLength() == null
                && when.maxLength() == null
                && when.toolTurn() == null
                && when.attributes().isEmpty();
    }

    private static void lengths(String group, When when) {
        Integer min = when.minLength();
        Integer max = when.maxLength();
        DefinitionChecks.positive(group + ".min-length", min);
        DefinitionChecks.positive(group + ".max-length", max);
        if (min != null && max != null && min > max) {
            throw new AlignerSetupException(
                    group + ".min-length is " + min + ", but must be at most the max-length of " + max + ".",
                    "Lower it, or raise the max-length.");
        }
    }

    private static void threshold(String group, When when) {
        Double threshold = when.threshold();
        if (threshold == null) {
            return;
        }
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new AlignerSetupException(
                    group + ".threshold is " + threshold + ", but must be between 0 and 1.",
                    "Set it to a score such as 0.5, or leave it out.");
        }
        if (when.label() == null && when.language() == null) {
            throw new AlignerSetupException(
                    group + ".threshold is " + threshold + ", but has no effect without a label or a language.",
                    "Set " + group + ".label or " + group
                            + ".language; the threshold of the Aligner's own detector is aligner.aligners.<name>.threshold.");
        }
    }

    /** Refuses blank texts: an empty regular expression is found in every answer. */
    private static void texts(String group, When when) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        texts.put("answer", when.answer());
        texts.put("question", when.question());
        texts.put("language", when.language());
        texts.put("label", when.label());
        texts.put("detector", when.detector());
        texts.put("chat-model", when.chatModel());
        texts.forEach((name, text) -> DefinitionChecks.notBlank(group + "." + name, text, "Set it, or leave it out."));
    }

    private static void regex(String property, @Nullable String regex) {
        try {
            Pattern.compile(regex == null ? "" : regex);
        } catch (PatternSyntaxException e) {
            throw new AlignerSetupException(
                    property + " is no regular expression: " + e.getDescription() + " at character " + e.getIndex()
                            + ".",
                    "Correct it; the syntax is that of java.util.regex.Pattern.",
                    e);
        }
    }
}
