// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The expressions of a call's arguments. */
record ArgumentList(List<Expression> positional, Map<String, Expression> named) {

    static final ArgumentList NONE = new ArgumentList(List.of(), Map.of());

    Arguments evaluate(Scope scope) {
        if (positional.isEmpty() && named.isEmpty()) {
            return Arguments.NONE;
        }
        List<Value> values = new ArrayList<>();
        positional.forEach(each -> values.add(each.evaluate(scope)));
        Map<String, Value> byName = new LinkedHashMap<>();
        named.forEach((name, each) -> byName.put(name, each.evaluate(scope)));
        return new Arguments(values, byName);
    }
}
