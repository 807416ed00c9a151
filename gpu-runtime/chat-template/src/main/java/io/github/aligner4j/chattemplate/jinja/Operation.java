// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.List;

/**
 * A filter, a test or a method.
 *
 * @param parameters names of its parameters after the value it is applied to; {@code *} as the last takes any more
 * @param body its implementation
 */
record Operation(List<String> parameters, Body body) {

    /** Implementation of an operation. */
    @FunctionalInterface
    interface Body {

        Value apply(Value value, Arguments arguments, Scope scope);
    }

    static Operation of(Body body, String... parameters) {
        return new Operation(List.of(parameters), body);
    }

    /** Refuses arguments that the operation doesn't have. */
    void check(ArgumentList arguments, String what, Token token) {
        boolean any = parameters.contains("*");
        if (!any && arguments.positional().size() > parameters.size()) {
            throw JinjaException.at(
                    token,
                    what + " takes at most " + parameters.size() + " arguments here, but got "
                            + arguments.positional().size());
        }
        arguments.named().keySet().stream()
                .filter(name -> !parameters.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw JinjaException.unsupported(token, "argument '" + name + "' of " + what);
                });
    }
}
