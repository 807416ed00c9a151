// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Block.Step;
import io.github.aligner4j.chattemplate.jinja.Statement.Flow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses tags and the text between them. */
final class StatementParser {

    private static final int MAX_DEPTH = 50;
    // No template can read a variable with this name.
    private static final String CAPTURED = "";

    private final TokenStream tokens;
    private final Names names;
    private final ExpressionParser expressions;
    private int depth;
    private int loops;

    StatementParser(TokenStream tokens, Names names) {
        this.tokens = tokens;
        this.names = names;
        this.expressions = new ExpressionParser(tokens, names);
    }

    Block parseTemplate() {
        return parseUntil(Set.of());
    }

    /** Parses up to a tag with one of {@code ends} as its name, which becomes the next token. */
    private Block parseUntil(Set<String> ends) {
        if (depth == MAX_DEPTH) {
            throw JinjaException.at(tokens.peek(), "tags are nested more than " + MAX_DEPTH + " deep");
        }
        depth++;
        List<Step> steps = new ArrayList<>();
        while (true) {
            Token token = tokens.next();
            switch (token.type()) {
                case TEXT -> steps.add(new Step(token, text(token)));
                case VARIABLE_BEGIN -> steps.add(new Step(token, parseOutput()));
                case BLOCK_BEGIN -> {
                    if (ends.contains(tokens.peek().text())) {
                        depth--;
                        return new Block(steps);
                    }
                    steps.add(new Step(token, parseTag()));
                }
                default -> {
                    return atEnd(token, ends, steps);
                }
            }
        }
    }

    private Block atEnd(Token token, Set<String> ends, List<Step> steps) {
        if (!ends.isEmpty()) {
            throw JinjaException.at(
                    token,
                    "expected tag '"
                            + String.join("' or '", ends.stream().sorted().toList())
                            + "', but found the end of the template");
        }
        depth--;
        return new Block(steps);
    }

    private static Statement text(Token token) {
        MarkedText text = MarkedText.frame(token.text());
        return scope -> {
            scope.write(text);
            return Flow.NORMAL;
        };
    }

    private Statement parseOutput() {
        Expression value = expressions.parseTuple(expressions::parse);
        tokens.expect(TokenType.VARIABLE_END, "'}}'");
        return scope -> {
            scope.write(value.evaluate(scope).str(scope.budget()));
            return Flow.NORMAL;
        };
    }

    private Statement parseTag() {
        Token name = tokens.expect(TokenType.NAME, "the name of a tag");
        return switch (name.text()) {
            case "if" -> parseIf();
            case "for" -> new LoopParser(tokens, names, expressions).parse(this::parseLoopBody, this::parseBody);
            case "set" -> parseSet();
            case "macro" -> parseMacro();
            case "call" -> parseCall();
            case "filter" -> parseFilterBlock();
            case "with" -> parseWith();
            case "generation" -> parseGeneration();
            case "break" -> parseJump(name, Flow.BREAK);
            case "continue" -> parseJump(name, Flow.CONTINUE);
            default -> throw JinjaException.unsupported(name, "tag '" + name.text() + "'");
        };
    }

    /** Parses the body of a tag after {@code %}}, up to the name of an ending tag, which becomes the next token. */
    private Block parseBody(Set<String> ends) {
        endTag();
        return parseUntil(ends);
    }

    private Block parseLoopBody(Set<String> ends) {
        loops++;
        Block body = parseBody(ends);
        loops--;
        return body;
    }

    private void endTag() {
        tokens.expect(TokenType.BLOCK_END, "'%}'");
    }

    private Block parseWhole(String end) {
        Block body = parseBody(Set.of(end));
        tokens.expectName(end);
        endTag();
        return body;
    }

    private Statement parseIf() {
        List<Expression> conditions = new ArrayList<>();
        List<Block> bodies = new ArrayList<>();
        do {
            conditions.add(expressions.parse());
            bodies.add(parseBody(Set.of("elif", "else", "endif")));
        } while (tokens.skipName("elif"));
        Block otherwise = tokens.skipName("else") ? parseBody(Set.of("endif")) : Block.EMPTY;
        tokens.expectName("endif");
        endTag();
        return scope -> {
            for (int i = 0; i < conditions.size(); i++) {
                if (conditions.get(i).evaluate(scope).truth()) {
                    return bodies.get(i).execute(scope);
                }
            }
            return otherwise.execute(scope);
        };
    }

    private Statement parseSet() {
        Target target = Target.parse(tokens, names, true);
        if (tokens.skipOperator("=")) {
            Expression value = expressions.parseTuple(expressions::parse);
            endTag();
            return scope -> {
                target.assign(value.evaluate(scope), scope);
                return Flow.NORMAL;
            };
        }
        Expression filtered = scope -> scope.get(CAPTURED);
        while (tokens.skipOperator("|")) {
            filtered = expressions.parseFilter(filtered);
        }
        Expression result = filtered;
        Block body = parseWhole("endset");
        return scope -> {
            Scope inner = scope.inner();
            inner.set(CAPTURED, body.capture(scope));
            target.assign(result.evaluate(inner), scope);
            return Flow.NORMAL;
        };
    }

    private Statement parseMacro() {
        String name = tokens.expect(TokenType.NAME, "the name of a macro").text();
        names.declare(name);
        Macro.Signature signature = parseSignature(name, "endmacro");
        return scope -> {
            scope.set(name, new Macro(signature, scope));
            return Flow.NORMAL;
        };
    }

    private Macro.Signature parseSignature(String name, String end) {
        List<String> parameters = new ArrayList<>();
        Map<String, Expression> defaults = new LinkedHashMap<>();
        if (tokens.skipOperator("(")) {
            while (!tokens.skipOperator(")")) {
                String parameter =
                        tokens.expect(TokenType.NAME, "the name of a parameter").text();
                names.declare(parameter);
                parameters.add(parameter);
                if (tokens.skipOperator("=")) {
                    defaults.put(parameter, expressions.parse());
                }
                if (!tokens.skipOperator(",")) {
                    tokens.expectOperator(")");
                    break;
                }
            }
        }
        int around = loops;
        loops = 0;
        Block body = parseWhole(end);
        loops = around;
        return new Macro.Signature(name, parameters, defaults, body);
    }

    /** Parses {@code {% call(parameters) macro(arguments) %}}. */
    private Statement parseCall() {
        List<String> parameters = new ArrayList<>();
        if (tokens.skipOperator("(")) {
            while (!tokens.skipOperator(")")) {
                parameters.add(
                        tokens.expect(TokenType.NAME, "the name of a parameter").text());
                tokens.skipOperator(",");
            }
        }
        Token name = tokens.expect(TokenType.NAME, "the name of a macro");
        names.call(name);
        ArgumentList arguments = expressions.parseArguments();
        Block body = parseWhole("endcall");
        Macro.Signature caller = new Macro.Signature(Macro.CALLER, parameters, Map.of(), body);
        return scope -> {
            if (!(scope.get(name.text()) instanceof Macro macro)) {
                throw JinjaException.at(name, "'" + name.text() + "' is no macro");
            }
            Arguments given = arguments.evaluate(scope);
            Map<String, Value> named = new LinkedHashMap<>(given.named());
            named.put(Macro.CALLER, new Macro(caller, scope));
            scope.write(
                    macro.call(new Arguments(given.positional(), named), scope).str(scope.budget()));
            return Flow.NORMAL;
        };
    }

    private Statement parseFilterBlock() {
        Expression filtered = expressions.parseFilter(scope -> scope.get(CAPTURED));
        while (tokens.skipOperator("|")) {
            filtered = expressions.parseFilter(filtered);
        }
        Expression result = filtered;
        Block body = parseWhole("endfilter");
        return scope -> {
            Scope inner = scope.inner();
            inner.set(CAPTURED, body.capture(scope));
            scope.write(result.evaluate(inner).str(scope.budget()));
            return Flow.NORMAL;
        };
    }

    private Statement parseWith() {
        List<Target> targets = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (tokens.peek().type() != TokenType.BLOCK_END) {
            targets.add(Target.parse(tokens, names, false));
            tokens.expectOperator("=");
            values.add(expressions.parse());
            tokens.skipOperator(",");
        }
        Block body = parseWhole("endwith");
        return scope -> {
            Scope inner = scope.inner();
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).assign(values.get(i).evaluate(scope), inner);
            }
            return body.execute(inner);
        };
    }

    /** Parses the mark of transformers around the texts that a model is trained on; it does not change the prompt. */
    private Statement parseGeneration() {
        Block body = parseWhole("endgeneration");
        return scope -> body.execute(scope.inner());
    }

    private Statement parseJump(Token name, Flow flow) {
        if (loops == 0) {
            throw JinjaException.at(name, "'" + name.text() + "' is outside of a loop");
        }
        endTag();
        return scope -> flow;
    }
}
