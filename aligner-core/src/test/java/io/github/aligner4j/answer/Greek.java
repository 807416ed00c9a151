// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An Aligner that replaces each Latin letter by another character, so that every uncorrected letter can be seen. Supports windows. */
class Greek implements Aligner {

    private static final int SHIFT = 0x1400;

    private final List<String> read = Collections.synchronizedList(new ArrayList<>());

    /** Returns {@code text} with its letters replaced. */
    static String of(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.chars().forEach(c -> result.append((char) (isLatin(c) ? c + SHIFT : c)));
        return result.toString();
    }

    static boolean isLatin(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Returns the texts that were corrected, in order. */
    List<String> read() {
        return read;
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        context.cancellation().throwIfCancelled();
        read.add(request.answer());
        return Correction.of(request.answer(), of(request.answer()), new TokenUsage(2, 1), Duration.ofNanos(1));
    }

    @Override
    public boolean supportsWindows() {
        return true;
    }
}
