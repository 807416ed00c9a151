// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.template;

/**
 * A part of a template's frame that separates its sections, such as a label.
 *
 * @param before the letters before {@code key} of a label such as {@code ASSISTANT:}; empty for a separator, which is {@code
 *     key} between white space or at an end of the text
 * @param key the last character of the marker, {@code ':'} or {@code '|'}
 */
public record Marker(String before, char key) {

    /** Checks that the key can be escaped. */
    public Marker {
        if (key != ':' && key != '|') {
            throw new IllegalArgumentException("a marker must end with ':' or be '|', but its key is '" + key + "'");
        }
        if (before.indexOf(key) >= 0) {
            throw new IllegalArgumentException("marker '" + before + key + "' must hold its key only once");
        }
    }

    /** Returns the marker of a label such as {@code ##Answer:}. */
    public static Marker label(String label) {
        if (label.length() < 2 || !label.endsWith(":")) {
            throw new IllegalArgumentException("a label must be letters and ':', but was '" + label + "'");
        }
        return new Marker(label.substring(0, label.length() - 1), ':');
    }

    /** Returns the marker {@code |} between white space. */
    public static Marker bar() {
        return new Marker("", '|');
    }

    boolean isLabel() {
        return !before.isEmpty();
    }
}
