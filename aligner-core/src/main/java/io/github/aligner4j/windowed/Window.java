// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.windowed;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.text.SentenceWindows;
import java.util.ArrayList;
import java.util.List;

/**
 * A window of an answer.
 *
 * @param before white space before the words
 * @param words text that is corrected; empty for a window of white space
 * @param after white space behind the words
 */
record Window(String before, String words, String after) {

    /** Returns the windows of {@code answer}, of at most {@code maxCharacters} each. */
    static List<Window> of(String answer, int maxCharacters) {
        List<Window> windows = new ArrayList<>();
        for (String window : SentenceWindows.of(answer, maxCharacters)) {
            String words = SentenceWindows.words(window);
            int at = window.indexOf(words);
            windows.add(new Window(window.substring(0, at), words, window.substring(at + words.length())));
        }
        return windows;
    }

    /** Returns the number of windows up to the one that is the {@code count}th with words; all of them if there are fewer. */
    static int endOf(List<Window> windows, int count) {
        int found = 0;
        for (int i = 0; i < windows.size(); i++) {
            found += windows.get(i).words.isEmpty() ? 0 : 1;
            if (found == count) {
                return i + 1;
            }
        }
        return windows.size();
    }

    /** Returns the requests of {@code windows}, without those of white space; {@code request} has everything but the answer. */
    static List<CorrectionRequest> requests(List<Window> windows, CorrectionRequest request) {
        return windows.stream()
                .filter(window -> !window.words.isEmpty())
                .map(window -> request.withAnswer(window.words))
                .toList();
    }
}
