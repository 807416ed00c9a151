// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A slice {@code [start:stop:step]} of a text or a list. */
record Slice(@Nullable Long start, @Nullable Long stop, long step) {

    /** Checks the step. */
    Slice {
        if (step == 0) {
            throw new JinjaException("the step of a slice must not be 0");
        }
    }

    Value of(Value value, Budget budget) {
        if (value instanceof Sequence sequence) {
            budget.steps(sequence.items().size());
            List<Value> items = new ArrayList<>();
            indices(sequence.items().size())
                    .forEach(index -> items.add(sequence.items().get((int) index)));
            return new Sequence(items, sequence.tuple());
        }
        if (value instanceof MarkedText text) {
            budget.characters(text.length());
            return of(text, budget);
        }
        throw new JinjaException("a value of type " + value.type() + " can't be sliced");
    }

    private Value of(MarkedText text, Budget budget) {
        if (step == 1) {
            String plain = text.plain();
            int size = plain.codePointCount(0, plain.length());
            int from = (int) bound(start, size, 0, 0, size);
            int to = (int) Math.max(from, bound(stop, size, size, 0, size));
            int begin = plain.offsetByCodePoints(0, from);
            return text.substring(begin, plain.offsetByCodePoints(begin, to - from));
        }
        List<Value> characters = text.iterate(budget);
        MarkedText.Builder out = new MarkedText.Builder();
        indices(characters.size()).forEach(index -> out.append((MarkedText) characters.get((int) index)));
        return out.build();
    }

    private LongStream indices(int size) {
        long lowest = step > 0 ? 0 : -1;
        long highest = step > 0 ? size : size - 1L;
        long from = bound(start, size, step > 0 ? lowest : highest, lowest, highest);
        long to = bound(stop, size, step > 0 ? highest : lowest, lowest, highest);
        return step > 0
                ? LongStream.iterate(from, i -> i < to, i -> i + Math.min(step, size))
                : LongStream.iterate(from, i -> i > to, i -> i + Math.max(step, -size - 1L));
    }

    private static long bound(@Nullable Long given, int size, long absent, long lowest, long highest) {
        if (given == null) {
            return absent;
        }
        long index = given < 0 ? given + size : given;
        return Math.min(Math.max(index, lowest), highest);
    }
}
