// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.List;

/** Statements in order. */
record Block(List<Step> steps) implements Statement {

    static final Block EMPTY = new Block(List.of());

    /**
     * A statement with its position.
     *
     * @param token the first token of the statement
     */
    record Step(Token token, Statement statement) {}

    @Override
    public Flow execute(Scope scope) {
        for (Step step : steps) {
            Flow flow = execute(step, scope);
            if (flow != Flow.NORMAL) {
                return flow;
            }
        }
        return Flow.NORMAL;
    }

    private static Flow execute(Step step, Scope scope) {
        try {
            scope.budget().step();
            return step.statement().execute(scope);
        } catch (JinjaException e) {
            throw e.placedAt(step.token());
        }
    }

    /** Returns what the block writes. */
    MarkedText capture(Scope scope) {
        Scope inner = scope.capturing();
        execute(inner);
        return inner.written();
    }
}
