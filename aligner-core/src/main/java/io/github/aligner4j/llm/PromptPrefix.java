// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.Prompt.Segment;
import io.github.aligner4j.completion.Prompt.Text;
import io.github.aligner4j.template.CorrectionTemplate;
import java.util.ArrayList;
import java.util.List;

/** The beginning that the prompts of all answers with the same beginning share. */
final class PromptPrefix {

    private PromptPrefix() {}

    /**
     * Returns the beginning of every prompt whose answer continues that of {@code request}: the prompt up to the end of the
     * answer, without the rest of the frame.
     */
    static Prompt of(CorrectionTemplate template, CorrectionRequest request) {
        Prompt one = template.render(request.withAnswer(request.answer() + "a")).prompt();
        Prompt other =
                template.render(request.withAnswer(request.answer() + "b")).prompt();
        return one.withSegments(common(one.segments(), other.segments()));
    }

    private static List<Segment> common(List<Segment> one, List<Segment> other) {
        List<Segment> common = new ArrayList<>();
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            if (!one.get(i).equals(other.get(i))) {
                if (one.get(i) instanceof Text first && other.get(i) instanceof Text second) {
                    common.add(new Text(common(first.text(), second.text())));
                }
                break;
            }
            common.add(one.get(i));
        }
        return common;
    }

    private static String common(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return one.substring(0, length);
    }
}
