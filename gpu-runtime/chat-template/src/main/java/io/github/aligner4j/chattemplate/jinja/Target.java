// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names to which a value is assigned.
 *
 * @param names names of variables; several unpack a list
 * @param attribute attribute of the namespace that the only name refers to; null to set the variable
 * @param token the first name
 */
record Target(List<String> names, @Nullable String attribute, Token token) {

    /** Parses names that commas separate, or, for {@code set}, an attribute. */
    static Target parse(TokenStream tokens, Names declared, boolean attributes) {
        boolean parentheses = tokens.skipOperator("(");
        Token first = tokens.expect(TokenType.NAME, "the name of a variable");
        if (attributes && tokens.skipOperator(".")) {
            String attribute =
                    tokens.expect(TokenType.NAME, "the name of an attribute").text();
            return new Target(List.of(first.text()), attribute, first);
        }
        List<String> names = new ArrayList<>(List.of(first.text()));
        while (tokens.skipOperator(",")) {
            names.add(tokens.expect(TokenType.NAME, "the name of a variable").text());
        }
        if (parentheses) {
            tokens.expectOperator(")");
        }
        names.forEach(declared::declare);
        return new Target(names, null, first);
    }

    void assign(Value value, Scope scope) {
        if (attribute != null) {
            if (!(scope.get(names.get(0)) instanceof Namespace namespace)) {
                throw JinjaException.at(
                        token, "only attributes of a namespace can be set, but '" + names.get(0) + "' is none");
            }
            namespace.set(attribute, value);
        } else if (names.size() == 1) {
            scope.set(names.get(0), value);
        } else {
            unpack(value, scope);
        }
    }

    private void unpack(Value value, Scope scope) {
        List<Value> items = value.iterate(scope.budget());
        if (items.size() != names.size()) {
            throw JinjaException.at(token, "expected " + names.size() + " values to unpack, but got " + items.size());
        }
        for (int i = 0; i < items.size(); i++) {
            scope.set(names.get(i), items.get(i));
        }
    }
}
