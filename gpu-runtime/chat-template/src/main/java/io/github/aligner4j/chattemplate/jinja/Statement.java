// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

/** A statement of a template, or text between tags. */
@FunctionalInterface
interface Statement {

    Flow execute(Scope scope);

    /** The continuation after a statement. */
    enum Flow {
        NORMAL,
        BREAK,
        CONTINUE
    }
}
