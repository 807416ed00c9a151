// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The names that a template reads, declares and calls. */
final class Names {

    private final Set<String> read = new HashSet<>();
    private final Set<String> declared = new HashSet<>(Set.of(Macro.CALLER));
    private final Map<String, Token> called = new LinkedHashMap<>();

    void read(String name) {
        read.add(name);
    }

    void declare(String name) {
        declared.add(name);
    }

    void call(Token name) {
        called.putIfAbsent(name.text(), name);
    }

    /** Returns the names that are read. */
    Set<String> read() {
        return Set.copyOf(read);
    }

    /** Refuses calls of functions that don't exist. */
    void check() {
        called.forEach((name, token) -> {
            if (!declared.contains(name) && !Functions.ALL.containsKey(name)) {
                throw JinjaException.unsupported(token, "function '" + name + "'");
            }
        });
    }
}
