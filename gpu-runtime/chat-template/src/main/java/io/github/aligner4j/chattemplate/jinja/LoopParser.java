// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Statement.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parses loops. */
final class LoopParser {

    private final TokenStream tokens;
    private final Names names;
    private final ExpressionParser expressions;

    LoopParser(TokenStream tokens, Names names, ExpressionParser expressions) {
        this.tokens = tokens;
        this.names = names;
        this.expressions = expressions;
    }

    Statement parse(Function<Set<String>, Block> loopBody, Function<Set<String>, Block> elseBody) {
        Target target = Target.parse(tokens, names, false);
        tokens.expectName("in");
        Expression list = expressions.parseTuple(expressions::parseWithoutCondition);
        Expression condition = tokens.skipName("if") ? expressions.parse() : null;
        if (tokens.atName("recursive")) {
            throw JinjaException.unsupported(tokens.peek(), "'recursive'");
        }
        Block body = loopBody.apply(Set.of("else", "endfor"));
        Block otherwise = tokens.skipName("else") ? elseBody.apply(Set.of("endfor")) : Block.EMPTY;
        tokens.expectName("endfor");
        tokens.expect(TokenType.BLOCK_END, "'%}'");
        return new For(target, list, condition, body, otherwise);
    }

    /**
     * A loop.
     *
     * @param condition condition of the items that it visits; null if it visits all
     * @param otherwise statements that run if there is no item
     */
    private record For(
            Target target, Expression list, @Nullable Expression condition, Block body, Block otherwise)
            implements Statement {

        @Override
        public Flow execute(Scope scope) {
            List<Value> items = items(scope);
            if (items.isEmpty()) {
                return otherwise.execute(scope.inner());
            }
            for (int i = 0; i < items.size(); i++) {
                scope.budget().step();
                Scope inner = scope.inner();
                inner.set("loop", new Loop(items, i));
                target.assign(items.get(i), inner);
                if (body.execute(inner) == Flow.BREAK) {
                    break;
                }
            }
            return Flow.NORMAL;
        }

        private List<Value> items(Scope scope) {
            Value value = list.evaluate(scope);
            List<Value> all = value.iterate(scope.budget());
            if (condition == null) {
                return all;
            }
            List<Value> selected = new ArrayList<>();
            for (Value item : all) {
                scope.budget().step();
                Scope inner = scope.inner();
                target.assign(item, inner);
                if (condition.evaluate(inner).truth()) {
                    selected.add(item);
                }
            }
            return selected;
        }
    }
}
