// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.autoconfigure.AlignerProperties.Route;
import io.github.aligner4j.autoconfigure.AlignerProperties.When;
import java.util.List;

/** Checks the routes of a router. */
final class RouteChecks {

    private RouteChecks() {}

    static void check(String group, Definition definition) {
        List<Route> routes = definition.routes();
        for (int i = 0; i < routes.size(); i++) {
            check(group, group + ".routes[" + i + "]", routes.get(i));
        }
    }

    @SuppressWarnings("ConstantValue") // properties that are left out are null
    private static void check(String group, String route, Route properties) {
        if (properties.aligner() == null || properties.aligner().isBlank()) {
            throw new AlignerSetupException(
                    route + " has no aligner.", "Set " + route + ".aligner to the name of an Aligner.");
        }
        When when = properties.when();
        if (when == null || ConditionChecks.isEmpty(when)) {
            throw new AlignerSetupException(
                    route + " has no condition.",
                    "Set " + route + ".when.answer, question, language, label or attributes; for all other answers, set"
                            + " 'otherwise' of the router.");
        }
        ConditionChecks.check(route + ".when", when);
        if (when.chatModel() != null) {
            throw new AlignerSetupException(
                    route + ".when.chat-model is set, but the labels of all routes are found by one prompt.",
                    "Set " + group + ".chat-model instead.");
        }
    }
}
