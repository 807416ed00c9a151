// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

/** A shape of a {@link Scene}. */
@FunctionalInterface
interface Shape {

    /** Draws this shape. */
    void draw(Pen pen);
}
