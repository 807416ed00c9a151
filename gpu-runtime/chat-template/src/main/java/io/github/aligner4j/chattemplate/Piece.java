// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

import io.github.aligner4j.chattemplate.jinja.MarkedText;

/** A part of a rendered template. */
sealed interface Piece {

    /** An added token of the frame. */
    record Special(String token) implements Piece {}

    /** Text between added tokens, of the frame and of contents. */
    record Plain(MarkedText text) implements Piece {}
}
