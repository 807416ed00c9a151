// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scripted;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One token for each byte of UTF-8, which cuts all other characters than ASCII; 256 begins a sequence, 257 ends it. */
public class ByteTokenizer implements PromptTokenizer {

    /** Begins a sequence. */
    public static final int BEGIN = 256;

    /** Ends a sequence. */
    public static final int END = 257;

    @Override
    public int[] encode(Prompt prompt) {
        List<Integer> ids = new ArrayList<>(List.of(BEGIN));
        for (byte each : prompt.text().getBytes(StandardCharsets.UTF_8)) {
            ids.add(Byte.toUnsignedInt(each));
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String decode(int[] tokenIds) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : tokenIds) {
            if (id < BEGIN) {
                bytes.write(id);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int vocabularySize() {
        return 258;
    }

    @Override
    public void close() {}
}
