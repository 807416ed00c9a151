// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

/**
 * The use that an Aligner made of the retrieved passages of a request. An Aligner that reads no passages reports {@link #NONE}.
 *
 * @param passages the number of passages that are not blank
 * @param dropped the number of passages that the Aligner did not read, because they exceed its limit
 * @param shortened true if the last passage that it read was cut off after a sentence
 */
@Incubating
public record ContextUse(int passages, int dropped, boolean shortened) {

    /** No passage was given, or none was read on principle. */
    public static final ContextUse NONE = new ContextUse(0, 0, false);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative, or more passages were dropped than given
     */
    public ContextUse {
        if (dropped < 0 || dropped > passages) {
            throw new IllegalArgumentException(
                    "the dropped passages must be 0 to all " + passages + ", but were " + dropped);
        }
    }

    /** Returns the number of passages that were read, a shortened one included. */
    public int read() {
        return passages - dropped;
    }
}
