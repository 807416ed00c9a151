// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.util.ArrayList;
import java.util.List;

/**
 * The worst-case effect of a component on a text.
 *
 * @param growth maximum factor by which the text becomes longer
 * @param deletion characters that it can delete
 * @param charsMaps tables by which it replaces characters
 */
record Effect(double growth, Deletion deletion, List<PrecompiledCharsMap> charsMaps) {

    /** The characters that can be deleted. */
    enum Deletion {
        NONE,
        /** Spaces, control characters, accents and the like, but no visible ASCII character. */
        INVISIBLE,
        ANY
    }

    static final Effect NOTHING = growing(1);

    /** The library allocates all the memory that a chain of replacements fills, and ends the process if there is none. */
    private static final double MAX_GROWTH = 4096;

    Effect {
        charsMaps = List.copyOf(charsMaps);
    }

    static Effect growing(double growth) {
        return new Effect(growth, Deletion.NONE, List.of());
    }

    static Effect deleting(Deletion deletion, double growth) {
        return new Effect(growth, deletion, List.of());
    }

    /** Returns the effect of both in sequence; refuses excessive growth. */
    Effect then(Effect next, JsonFields component) {
        double product = growth * next.growth;
        if (product > MAX_GROWTH) {
            throw component.wrong(
                    "type",
                    "one that, with those before it, makes no text more than " + (int) MAX_GROWTH + " times longer");
        }
        List<PrecompiledCharsMap> maps = new ArrayList<>(charsMaps);
        maps.addAll(next.charsMaps);
        Deletion both = deletion.compareTo(next.deletion) < 0 ? next.deletion : deletion;
        return new Effect(product, both, maps);
    }

    /** Returns whether some of {@code text} always remains. */
    boolean leavesSomethingOf(String text) {
        return switch (deletion) {
            case NONE -> true;
            case INVISIBLE ->
                text.chars()
                        .anyMatch(c -> c > ' ' && c < 0x7F && charsMaps.stream().noneMatch(map -> map.deletes(c)));
            case ANY -> false;
        };
    }
}
