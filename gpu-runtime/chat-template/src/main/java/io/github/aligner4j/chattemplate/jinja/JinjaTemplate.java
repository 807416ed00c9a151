// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parsed template, as Jinja 3 with {@code trim_blocks} and {@code lstrip_blocks} reads it, and with the extensions of transformers:
 * {@code tojson} without HTML escapes, {@code raise_exception}, {@code strftime_now}, {@code break}, {@code continue} and {@code
 * generation}. Immutable and safe for use by several threads.
 */
public final class JinjaTemplate {

    private static final int MAX_SOURCE_LENGTH = 500_000;

    private final Block block;
    private final Set<String> names;

    private JinjaTemplate(Block block, Set<String> names) {
        this.block = block;
        this.names = names;
    }

    /**
     * Parses a template.
     *
     * @throws JinjaException if it is broken, too long, nested too deeply, or uses a construct that isn't supported, which the
     *     message names with its position
     */
    public static JinjaTemplate parse(String source) {
        if (source.length() > MAX_SOURCE_LENGTH) {
            throw new JinjaException("the template has " + source.length() + " characters, but at most "
                    + MAX_SOURCE_LENGTH + " are read");
        }
        Names names = new Names();
        Block block = new StatementParser(new TokenStream(Lexer.tokens(source)), names).parseTemplate();
        names.check();
        return new JinjaTemplate(block, names.read());
    }

    /** Returns whether the template reads a variable with {@code name}. */
    public boolean reads(String name) {
        return names.contains(name);
    }

    /**
     * Renders the template.
     *
     * @param variables values by name: {@link MarkedText}, numbers, booleans, null, and lists and maps of these; other texts are
     *     contents
     * @param clock clock of {@code strftime_now}
     * @throws JinjaException if the template refuses the values, fails, or exceeds the limits of steps and characters
     */
    public MarkedText render(Map<String, ?> variables, Clock clock) {
        Scope scope = Scope.root(new Scope.Rendering(new Budget(), clock));
        Map<String, @Nullable Object> sorted = new LinkedHashMap<>(variables);
        sorted.forEach((name, value) -> scope.set(name, Values.of(value)));
        try {
            block.execute(scope);
        } catch (StackOverflowError e) {
            throw new JinjaException("the template nests values or calls too deeply");
        }
        return scope.written();
    }
}
