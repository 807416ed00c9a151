package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.autoconfigure.AlignerProperties.Route;
import io.github.aligner4j.autoconfigure.AlignerProperties.When;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Checks the routes of a router. */
final class RouteChecks {

    private RouteChecks() {}

    static void check(String group, Definition definition) {
        List<Route> routes = definition.routes();
        for (int i = 0; i < routes.size(); i++) {
            check(group + ".routes[" + i + "]", routes.get(i));
        }
    }

    @SuppressWarnings("ConstantValue") // properties that are left out are null
    private static void check(String route, Route properties) {
        if (properties.aligner() == null || properties.aligner().isBlank()) {
            throw new AlignerSetupException(
                    route + " has no aligner.", "Set " + route + ".aligner to the name of an Aligner.");
        }
        When when = properties.when();
        if (when == null || isEmpty(when)) {
            throw new AlignerSetupException(
                    route + " has no condition.",
                    "Set " + route + ".when.answer, question, language, label or attributes; for all other answers, set"
                            + " 'otherwise' of the router.");
        }
        texts(route + ".when", when);
        regex(route + ".when.answer", when.answer());
        regex(route + ".when.question", when.question());
        threshold(route, when);
        if (when.detector() != null && when.label() == null) {
            throw new AlignerSetupException(
                    route + ".when has a detector, but no label.",
                    "Set " + route + ".when.label to one of its labels.");
        }
    }

    private static void threshold(String route, When when) {
        Double threshold = when.threshold();
        if (threshold != null
                && ((when.label() == null && when.language() == null) || !(threshold >= 0 && threshold <= 1))) {
            throw new AlignerSetupException(
                    route + ".when.threshold is " + threshold
                            + ", but must be between 0 and 1, with a label or a language.",
                    "Set it to a score such as 0.5, or leave it out.");
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
        texts.forEach((name, text) -> DefinitionChecks.notBlank(group + "." + name, text, "Set it, or leave it out."));
    }

    private static boolean isEmpty(When when) {
        return when.answer() == null
                && when.question() == null
                && when.language() == null
                && when.label() == null
                && when.attributes().isEmpty();
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
