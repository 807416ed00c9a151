package io.github.aligner4j.chattemplate.jinja;

/** An expression of a template. */
@FunctionalInterface
interface Expression {

    Value evaluate(Scope scope);
}
