// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Bool;
import io.github.aligner4j.chattemplate.jinja.Values.Int;
import io.github.aligner4j.chattemplate.jinja.Values.None;
import io.github.aligner4j.chattemplate.jinja.Values.Real;
import io.github.aligner4j.chattemplate.jinja.Values.Undefined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses names, literals, and the attributes, items, calls, filters and tests behind them. */
final class OperandParser {

    private static final int HEXADECIMAL = 16;
    private static final int OCTAL = 8;
    private static final Set<String> KEYWORDS = Set.of("else", "or", "and", "is", "if", "in", "not");

    private final TokenStream tokens;
    private final Names names;
    private final ExpressionParser expressions;

    OperandParser(TokenStream tokens, Names names, ExpressionParser expressions) {
        this.tokens = tokens;
        this.names = names;
        this.expressions = expressions;
    }

    Expression parse() {
        return parsePostfix(parsePrimary());
    }

    private Expression parsePrimary() {
        Token token = tokens.peek();
        return switch (token.type()) {
            case NAME -> parseName(tokens.next());
            case STRING -> parseString();
            case INTEGER -> literal(integer(tokens.next()));
            case FLOAT -> literal(new Real(Double.parseDouble(tokens.next().text())));
            default -> parseBracket();
        };
    }

    private Expression parseName(Token name) {
        Value constant = constant(name.text());
        if (constant != null) {
            return literal(constant);
        }
        if (tokens.atOperator("(")) {
            names.call(name);
            ArgumentList arguments = parseArguments();
            return scope -> call(name, arguments, scope);
        }
        names.read(name.text());
        return scope -> {
            scope.budget().step();
            return scope.get(name.text());
        };
    }

    private static @Nullable Value constant(String name) {
        return switch (name) {
            case "true", "True" -> Bool.TRUE;
            case "false", "False" -> Bool.FALSE;
            case "none", "None" -> None.NONE;
            default -> null;
        };
    }

    private static Value call(Token name, ArgumentList arguments, Scope scope) {
        scope.budget().step();
        Value function = scope.get(name.text());
        Operators.requireDefined(function);
        if (function instanceof Callable callable) {
            return callable.call(arguments.evaluate(scope), scope);
        }
        throw JinjaException.at(name, "'" + name.text() + "' is no function or macro");
    }

    private Expression parseString() {
        StringBuilder text = new StringBuilder();
        while (tokens.peek().type() == TokenType.STRING) {
            text.append(tokens.next().text());
        }
        return literal(MarkedText.frame(text.toString()));
    }

    private static Value integer(Token token) {
        String text = token.text().toLowerCase(java.util.Locale.ROOT);
        try {
            int radix = text.startsWith("0x") ? HEXADECIMAL : text.startsWith("0o") ? OCTAL : 2;
            boolean prefixed = text.startsWith("0x") || text.startsWith("0o") || text.startsWith("0b");
            return new Int(prefixed ? Long.parseLong(text.substring(2), radix) : Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw JinjaException.at(token, "an integer is beyond 64 bits");
        }
    }

    private static Expression literal(Value value) {
        return scope -> {
            scope.budget().step();
            return value;
        };
    }

    private Expression parseBracket() {
        if (tokens.skipOperator("(")) {
            return parseParentheses();
        }
        if (tokens.skipOperator("[")) {
            return sequence(parseItems("]"), false);
        }
        tokens.expectOperator("{");
        return parseDictionary();
    }

    private Expression parseParentheses() {
        if (tokens.skipOperator(")")) {
            return sequence(List.of(), true);
        }
        Expression inside = expressions.parseTuple(expressions::parse);
        tokens.expectOperator(")");
        return inside;
    }

    private List<Expression> parseItems(String end) {
        List<Expression> items = new ArrayList<>();
        while (!tokens.skipOperator(end)) {
            items.add(expressions.parse());
            if (!tokens.skipOperator(",")) {
                tokens.expectOperator(end);
                break;
            }
        }
        return items;
    }

    static Expression sequence(List<Expression> items, boolean tuple) {
        return scope -> {
            scope.budget().steps(items.size() + 1L);
            List<Value> values = new ArrayList<>();
            items.forEach(item -> values.add(item.evaluate(scope)));
            return new Sequence(values, tuple);
        };
    }

    private Expression parseDictionary() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.skipOperator("}")) {
            keys.add(expressions.parse());
            tokens.expectOperator(":");
            values.add(expressions.parse());
            if (!tokens.skipOperator(",")) {
                tokens.expectOperator("}");
                break;
            }
        }
        return scope -> {
            scope.budget().step();
            Map<Value, Value> entries = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                entries.put(
                        Dictionary.key(keys.get(i).evaluate(scope)),
                        values.get(i).evaluate(scope));
            }
            return new Dictionary(entries);
        };
    }

    private Expression parsePostfix(Expression operand) {
        Expression value = operand;
        while (true) {
            if (tokens.skipOperator(".")) {
                value = parseAttribute(value);
            } else if (tokens.skipOperator("[")) {
                value = parseSubscript(value);
            } else if (tokens.atOperator("(")) {
                throw JinjaException.unsupported(tokens.peek(), "a call of anything but a function, macro or method");
            } else {
                return value;
            }
        }
    }

    private Expression parseAttribute(Expression value) {
        if (tokens.peek().type() == TokenType.INTEGER) {
            Value index = integer(tokens.next());
            return scope -> item(value.evaluate(scope), index, scope.budget());
        }
        Token name = tokens.expect(TokenType.NAME, "the name of an attribute");
        if (!tokens.atOperator("(")) {
            return scope -> attribute(value.evaluate(scope), name.text());
        }
        Operation method = Methods.ALL.get(name.text());
        if (method == null) {
            throw JinjaException.unsupported(name, "method '" + name.text() + "'");
        }
        ArgumentList arguments = parseArguments();
        method.check(arguments, "method '" + name.text() + "'", name);
        return apply(method, value, arguments);
    }

    private static Expression apply(Operation operation, Expression value, ArgumentList arguments) {
        return scope -> {
            scope.budget().step();
            Value applied = value.evaluate(scope);
            return operation.body().apply(applied, arguments.evaluate(scope), scope);
        };
    }

    private static Value attribute(Value value, String name) {
        Operators.requireDefined(value);
        Value found = value.attribute(name);
        Value item = found == null ? value.item(MarkedText.frame(name)) : found;
        return item == null ? new Undefined("attribute '" + name + "'") : item;
    }

    private static Value item(Value value, Value key, Budget budget) {
        Operators.requireDefined(value);
        if (value instanceof MarkedText text) {
            budget.characters(text.length());
        }
        Value item = value.item(key);
        if (item == null && key instanceof MarkedText name) {
            item = value.attribute(name.plain());
        }
        return item == null ? new Undefined("an item that a template reads") : item;
    }

    private Expression parseSubscript(Expression value) {
        Expression start = tokens.atOperator(":") ? null : expressions.parse();
        if (start != null && tokens.skipOperator("]")) {
            return scope -> {
                Value container = value.evaluate(scope);
                return item(container, start.evaluate(scope), scope.budget());
            };
        }
        tokens.expectOperator(":");
        Expression stop = sliceBound();
        Expression step = tokens.skipOperator(":") ? sliceBound() : null;
        tokens.expectOperator("]");
        return scope -> {
            Value sliced = value.evaluate(scope);
            Operators.requireDefined(sliced);
            Long stride = bound(step, scope);
            return new Slice(bound(start, scope), bound(stop, scope), stride == null ? 1 : stride)
                    .of(sliced, scope.budget());
        };
    }

    private @Nullable Expression sliceBound() {
        return tokens.atOperator(":") || tokens.atOperator("]") ? null : expressions.parse();
    }

    private static @Nullable Long bound(@Nullable Expression expression, Scope scope) {
        Value value = expression == null ? None.NONE : expression.evaluate(scope);
        Long bound = Numbers.integer(value);
        if (bound == null && value != None.NONE) {
            throw new JinjaException("a bound of a slice must be an integer, but is of type " + value.type());
        }
        return bound;
    }

    /** Parses arguments in parentheses. */
    ArgumentList parseArguments() {
        tokens.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!tokens.skipOperator(")")) {
            if (tokens.atOperator("*") || tokens.atOperator("**")) {
                throw JinjaException.unsupported(tokens.peek(), "'*' before arguments");
            }
            if (tokens.peek().type() == TokenType.NAME && tokens.peekSecond().isOperator("=")) {
                String name = tokens.next().text();
                tokens.next();
                named.put(name, expressions.parse());
            } else if (named.isEmpty()) {
                positional.add(expressions.parse());
            } else {
                throw tokens.unexpected("a named argument");
            }
            if (!tokens.skipOperator(",")) {
                tokens.expectOperator(")");
                break;
            }
        }
        return new ArgumentList(positional, named);
    }

    Expression parseFiltersAndTests(Expression operand) {
        Expression value = operand;
        while (true) {
            if (tokens.skipOperator("|")) {
                value = parseFilter(value);
            } else if (tokens.skipName("is")) {
                value = parseTest(value);
            } else if (tokens.atOperator("(")) {
                throw JinjaException.unsupported(tokens.peek(), "a call of anything but a function, macro or method");
            } else {
                return value;
            }
        }
    }

    Expression parseFilter(Expression value) {
        Token name = tokens.expect(TokenType.NAME, "the name of a filter");
        Operation filter = Filters.ALL.get(name.text());
        if (filter == null) {
            throw JinjaException.unsupported(name, "filter '" + name.text() + "'");
        }
        ArgumentList arguments = tokens.atOperator("(") ? parseArguments() : ArgumentList.NONE;
        filter.check(arguments, "filter '" + name.text() + "'", name);
        return apply(filter, value, arguments);
    }

    private Expression parseTest(Expression value) {
        boolean negated = tokens.skipName("not");
        Token name = tokens.expect(TokenType.NAME, "the name of a test");
        Operation test = Tests.ALL.get(name.text());
        if (test == null) {
            throw JinjaException.unsupported(name, "test '" + name.text() + "'");
        }
        ArgumentList arguments = testArguments();
        test.check(arguments, "test '" + name.text() + "'", name);
        Expression result = apply(test, value, arguments);
        return negated ? scope -> Bool.of(!result.evaluate(scope).truth()) : result;
    }

    private ArgumentList testArguments() {
        if (tokens.atOperator("(")) {
            return parseArguments();
        }
        return startsTestArgument(tokens.peek())
                ? new ArgumentList(List.of(expressions.nested(this::parse)), Map.of())
                : ArgumentList.NONE;
    }

    private static boolean startsTestArgument(Token next) {
        boolean keyword = next.type() == TokenType.NAME && KEYWORDS.contains(next.text());
        boolean sign = next.isOperator("-") || next.isOperator("+");
        return ExpressionParser.startsOperand(next) && !keyword && !sign;
    }
}
