// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

/** An expression of a template. */
@FunctionalInterface
interface Expression {

    Value evaluate(Scope scope);
}
