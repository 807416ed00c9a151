// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Int;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that every template can call. */
final class Functions {

    static final Map<String, Value> ALL = Map.of(
            "namespace", new Function("namespace", (arguments, scope) -> new Namespace(attributes(arguments))),
            "dict", new Function("dict", (arguments, scope) -> dict(arguments)),
            "range", new Function("range", Functions::range),
            "raise_exception", new Function("raise_exception", (arguments, scope) -> raise(arguments)),
            "strftime_now", new Function("strftime_now", Functions::now));

    private static final int MAX_RANGE = 100_000;

    private Functions() {}

    private record Function(String name, Body body) implements Callable {

        interface Body {
            Value call(Arguments arguments, Scope scope);
        }

        @Override
        public String type() {
            return "function";
        }

        @Override
        public Value call(Arguments arguments, Scope scope) {
            return body.call(arguments, scope);
        }
    }

    private static Map<String, Value> attributes(Arguments arguments) {
        Map<String, Value> attributes = new LinkedHashMap<>();
        entries(arguments).forEach((key, value) -> {
            if (key instanceof MarkedText name) {
                attributes.put(name.plain(), value);
            }
        });
        return attributes;
    }

    private static Map<Value, Value> entries(Arguments arguments) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        for (Value each : arguments.positional()) {
            if (!(each instanceof Dictionary dictionary)) {
                throw new JinjaException("an argument of 'namespace' or 'dict' without a name must be a dictionary");
            }
            entries.putAll(dictionary.entries());
        }
        arguments.named().forEach((name, value) -> entries.put(MarkedText.frame(name), value));
        return entries;
    }

    private static Value dict(Arguments arguments) {
        return new Dictionary(entries(arguments));
    }

    private static Value range(Arguments arguments, Scope scope) {
        int count = arguments.positional().size();
        long start = count > 1 ? arguments.integer(0, "start", 0) : 0;
        long stop = arguments.integer(count > 1 ? 1 : 0, "stop", 0);
        long step = arguments.integer(2, "step", 1);
        if (count == 0 || count > 3 || step == 0) {
            throw new JinjaException("'range' needs 1 to 3 integers, the last not 0");
        }
        double size = Math.ceil(((double) stop - start) / step);
        if (size > MAX_RANGE) {
            throw new JinjaException("'range' has at most " + MAX_RANGE + " numbers, but this would have more");
        }
        scope.budget().steps((long) Math.max(size, 0));
        List<Value> numbers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            numbers.add(new Int(start + i * step));
        }
        return Sequence.list(numbers);
    }

    private static Value raise(Arguments arguments) {
        String message = arguments.requireText(0, "message").withoutContents();
        throw new JinjaException("the template refuses the messages: " + message);
    }

    private static Value now(Arguments arguments, Scope scope) {
        MarkedText format = arguments.requireText(0, "format");
        return MarkedText.of(Strftime.format(format.plain(), LocalDateTime.now(scope.clock())), format.hasContent());
    }
}
