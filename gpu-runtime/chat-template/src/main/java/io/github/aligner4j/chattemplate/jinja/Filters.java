// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Int;
import io.github.aligner4j.chattemplate.jinja.Values.Real;
import io.github.aligner4j.chattemplate.jinja.Values.Undefined;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filters of single values; those of lists are in {@link ListFilters}. */
final class Filters {

    static final Map<String, Operation> ALL = all();

    private static final int MAX_INDENT = 1000;

    private Filters() {}

    private static Map<String, Operation> all() {
        Map<String, Operation> all = new HashMap<>();
        addCases(all);
        addTexts(all);
        addNumbers(all);
        Operation absent = Operation.of((value, args, scope) -> orDefault(value, args), "default_value", "boolean");
        all.put("default", absent);
        all.put("d", absent);
        all.put(
                "tojson",
                Operation.of(
                        (value, args, scope) -> Json.write(value, args, scope.budget()),
                        "ensure_ascii",
                        "indent",
                        "separators",
                        "sort_keys"));
        ListFilters.addTo(all);
        return Map.copyOf(all);
    }

    private static void addCases(Map<String, Operation> all) {
        all.put("upper", Operation.of((value, args, scope) -> Texts.upper(text(value, scope))));
        all.put("lower", Operation.of((value, args, scope) -> Texts.lower(text(value, scope))));
        all.put("capitalize", Operation.of((value, args, scope) -> Texts.capitalize(text(value, scope))));
        all.put("title", Operation.of((value, args, scope) -> Texts.title(text(value, scope), Filters::endsWord)));
    }

    private static void addTexts(Map<String, Operation> all) {
        all.put("string", Operation.of((value, args, scope) -> text(value, scope)));
        all.put("safe", Operation.of((value, args, scope) -> text(value, scope)));
        all.put(
                "trim",
                Operation.of(
                        (value, args, scope) -> Texts.strip(text(value, scope), args.text(0, "chars"), true, true),
                        "chars"));
        all.put(
                "replace",
                Operation.of(
                        (value, args, scope) -> Texts.replace(
                                text(value, scope),
                                args.require(0, "old").str(scope.budget()),
                                args.require(1, "new").str(scope.budget()),
                                args.integer(2, "count", -1),
                                scope.budget()),
                        "old",
                        "new",
                        "count"));
        all.put(
                "indent",
                Operation.of(
                        (value, args, scope) -> indent(text(value, scope), args, scope.budget()),
                        "width",
                        "first",
                        "blank"));
        all.put(
                "wordcount",
                Operation.of((value, args, scope) ->
                        new Int(Texts.split(text(value, scope), null, -1, false).size())));
    }

    private static void addNumbers(Map<String, Operation> all) {
        all.put("int", Operation.of((value, args, scope) -> integer(value, args), "default"));
        all.put("float", Operation.of((value, args, scope) -> real(value, args), "default"));
        all.put(
                "abs",
                Operation.of((value, args, scope) ->
                        Values.compare(value, new Int(0), scope.budget()) < 0 ? Numbers.negate(value) : value));
        all.put("round", Operation.of((value, args, scope) -> round(value, args), "precision", "method"));
    }

    private static MarkedText text(Value value, Scope scope) {
        MarkedText text = value.str(scope.budget());
        scope.budget().characters(text.length());
        return text;
    }

    private static boolean endsWord(int codePoint) {
        return Spaces.isSpace(codePoint) || "-({[<".indexOf(codePoint) >= 0;
    }

    private static Value orDefault(Value value, Arguments arguments) {
        boolean missing = value instanceof Undefined || (arguments.truth(1, "boolean", false) && !value.truth());
        if (!missing) {
            return value;
        }
        Value absent = arguments.get(0, "default_value");
        return absent == null ? MarkedText.EMPTY : absent;
    }

    private static MarkedText indent(MarkedText text, Arguments arguments, Budget budget) {
        Value width = arguments.get(0, "width");
        long spaces = width instanceof MarkedText ? 0 : arguments.integer(0, "width", 4);
        if (spaces > MAX_INDENT) {
            throw new JinjaException("'width' of 'indent' must be at most " + MAX_INDENT + ", but is " + spaces);
        }
        MarkedText unit =
                width instanceof MarkedText given ? given : MarkedText.frame(" ".repeat((int) Math.max(spaces, 0)));
        boolean first = arguments.truth(1, "first", false);
        boolean blank = arguments.truth(2, "blank", false);
        List<Value> lines = Texts.split(text, MarkedText.frame("\n"), -1, false);
        MarkedText.Builder out = new MarkedText.Builder();
        for (int i = 0; i < lines.size(); i++) {
            MarkedText line = (MarkedText) lines.get(i);
            budget.characters((long) line.length() + unit.length());
            boolean indents = i == 0 ? first : blank || line.truth();
            out.append(i == 0 ? "" : "\n", false)
                    .append(indents ? unit : MarkedText.EMPTY)
                    .append(line);
        }
        return out.build();
    }

    private static Value integer(Value value, Arguments arguments) {
        Double number = value instanceof MarkedText text ? parsed(text) : Numbers.real(value);
        Value absent = arguments.get(0, "default");
        if (number == null || Math.abs(number) >= Long.MAX_VALUE) {
            return absent == null ? new Int(0) : absent;
        }
        Long exact = Numbers.integer(value);
        return new Int(exact == null ? number.longValue() : exact);
    }

    private static Value real(Value value, Arguments arguments) {
        Double number = value instanceof MarkedText text ? parsed(text) : Numbers.real(value);
        Value absent = arguments.get(0, "default");
        return number == null ? absent == null ? new Real(0) : absent : new Real(number);
    }

    private static @Nullable Double parsed(MarkedText text) {
        String digits = Texts.strip(text, null, true, true).plain();
        return digits.matches("[+-]?(\\d{1,300}(\\.\\d{0,300})?|\\.\\d{1,300})([eE][+-]?\\d{1,3})?")
                ? Double.valueOf(digits)
                : null;
    }

    private static Value round(Value value, Arguments arguments) {
        Double number = Numbers.real(value);
        if (number == null) {
            throw new JinjaException("'round' needs a number, but got a value of type " + value.type());
        }
        long precision = Math.min(Math.max(arguments.integer(0, "precision", 0), -20), 20);
        MarkedText method = arguments.text(1, "method");
        RoundingMode mode = switch (method == null ? "common" : method.plain()) {
            case "common" -> RoundingMode.HALF_EVEN;
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            default -> throw new JinjaException("'method' of 'round' must be common, ceil or floor");
        };
        BigDecimal rounded = new BigDecimal(number).setScale((int) precision, mode);
        return mode == RoundingMode.HALF_EVEN && Numbers.integer(value) != null
                ? new Int(rounded.longValue())
                : new Real(rounded.doubleValue());
    }
}
