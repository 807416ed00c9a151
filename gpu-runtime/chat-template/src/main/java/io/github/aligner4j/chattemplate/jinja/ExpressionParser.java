// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Bool;
import io.github.aligner4j.chattemplate.jinja.Values.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Parses operators, in the precedence of Jinja; {@link OperandParser} parses what is between them. */
final class ExpressionParser {

    private static final int MAX_DEPTH = 100;
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final TokenStream tokens;
    private final OperandParser operands;
    private int depth;

    ExpressionParser(TokenStream tokens, Names names) {
        this.tokens = tokens;
        this.operands = new OperandParser(tokens, names, this);
    }

    Expression parse() {
        return nested(this::parseConditional);
    }

    /** Parses an expression without {@code if}, which follows the list of a loop. */
    Expression parseWithoutCondition() {
        return nested(this::parseOr);
    }

    /** Parses one expression, or several that commas make a tuple. */
    Expression parseTuple(Supplier<Expression> element) {
        Expression first = element.get();
        if (!tokens.atOperator(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (tokens.skipOperator(",") && startsOperand(tokens.peek())) {
            items.add(element.get());
        }
        return OperandParser.sequence(items, true);
    }

    /** Parses a filter's name and arguments, after the bar. */
    Expression parseFilter(Expression value) {
        return operands.parseFilter(value);
    }

    ArgumentList parseArguments() {
        return operands.parseArguments();
    }

    static boolean startsOperand(Token token) {
        return switch (token.type()) {
            case STRING, INTEGER, FLOAT, NAME -> true;
            case OPERATOR -> Set.of("(", "[", "{", "-", "+").contains(token.text());
            default -> false;
        };
    }

    Expression nested(Supplier<Expression> parser) {
        if (depth == MAX_DEPTH) {
            throw JinjaException.at(tokens.peek(), "expressions are nested more than " + MAX_DEPTH + " deep");
        }
        depth++;
        Expression parsed = parser.get();
        depth--;
        return parsed;
    }

    private Expression parseConditional() {
        Expression value = parseOr();
        while (tokens.skipName("if")) {
            Expression then = value;
            Expression condition = parseOr();
            Expression otherwise = tokens.skipName("else")
                    ? nested(this::parseConditional)
                    : scope -> new Undefined("the value of an 'if' without 'else'");
            value = scope -> condition.evaluate(scope).truth() ? then.evaluate(scope) : otherwise.evaluate(scope);
        }
        return value;
    }

    private Expression parseOr() {
        Expression left = parseAnd();
        while (tokens.skipName("or")) {
            Expression first = left;
            Expression second = parseAnd();
            left = scope -> {
                Value value = first.evaluate(scope);
                return value.truth() ? value : second.evaluate(scope);
            };
        }
        return left;
    }

    private Expression parseAnd() {
        Expression left = parseNot();
        while (tokens.skipName("and")) {
            Expression first = left;
            Expression second = parseNot();
            left = scope -> {
                Value value = first.evaluate(scope);
                return value.truth() ? second.evaluate(scope) : value;
            };
        }
        return left;
    }

    private Expression parseNot() {
        if (tokens.skipName("not")) {
            Expression negated = nested(this::parseNot);
            return scope -> Bool.of(!negated.evaluate(scope).truth());
        }
        return parseComparison();
    }

    /** Parses {@code a < b <= c}, which is true if each pair of neighbours compares so. */
    private Expression parseComparison() {
        Expression first = parseSum();
        List<String> operators = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        for (String operator = comparison(); !operator.isEmpty(); operator = comparison()) {
            operators.add(operator);
            others.add(parseSum());
        }
        return operators.isEmpty() ? first : scope -> Bool.of(compare(first, operators, others, scope));
    }

    private static boolean compare(Expression first, List<String> operators, List<Expression> others, Scope scope) {
        Value left = first.evaluate(scope);
        for (int i = 0; i < operators.size(); i++) {
            Value right = others.get(i).evaluate(scope);
            if (!Operators.compare(operators.get(i), left, right, scope.budget())) {
                return false;
            }
            left = right;
        }
        return true;
    }

    /** Skips a comparison operator and returns it; returns an empty text if there is none. */
    private String comparison() {
        Token token = tokens.peek();
        if (token.type() == TokenType.OPERATOR && COMPARISONS.contains(token.text())) {
            return tokens.next().text();
        }
        if (tokens.skipName("in")) {
            return "in";
        }
        if (token.isName("not") && tokens.peekSecond().isName("in")) {
            tokens.next();
            tokens.next();
            return "not in";
        }
        return "";
    }

    private Expression parseSum() {
        Expression left = parseConcatenation();
        while (tokens.atOperator("+") || tokens.atOperator("-")) {
            left = binary(tokens.next().text(), left, parseConcatenation());
        }
        return left;
    }

    private Expression parseConcatenation() {
        Expression left = parseProduct();
        while (tokens.skipOperator("~")) {
            Expression first = left;
            Expression second = parseProduct();
            left = scope -> {
                MarkedText start = first.evaluate(scope).str(scope.budget());
                return Operators.concatenate(start, second.evaluate(scope).str(scope.budget()), scope.budget());
            };
        }
        return left;
    }

    private Expression parseProduct() {
        Expression left = parsePower();
        while (tokens.atOperator("*") || tokens.atOperator("/") || tokens.atOperator("//") || tokens.atOperator("%")) {
            left = binary(tokens.next().text(), left, parsePower());
        }
        return left;
    }

    private Expression parsePower() {
        Expression left = parseUnary(true);
        while (tokens.skipOperator("**")) {
            left = binary("**", left, parseUnary(true));
        }
        return left;
    }

    private Expression parseUnary(boolean filters) {
        Expression value;
        if (tokens.skipOperator("-")) {
            Expression negated = nested(() -> parseUnary(false));
            value = scope -> Numbers.negate(negated.evaluate(scope));
        } else if (tokens.skipOperator("+")) {
            value = nested(() -> parseUnary(false));
        } else {
            value = operands.parse();
        }
        return filters ? operands.parseFiltersAndTests(value) : value;
    }

    private static Expression binary(String operator, Expression left, Expression right) {
        return scope -> {
            Value first = left.evaluate(scope);
            return Operators.calculate(operator, first, right.evaluate(scope), scope.budget());
        };
    }
}
