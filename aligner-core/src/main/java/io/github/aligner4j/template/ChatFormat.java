// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.template;

import io.github.aligner4j.completion.Prompt.Segment;
import io.github.aligner4j.completion.Prompt.SpecialToken;
import io.github.aligner4j.completion.Prompt.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The frame of a chat model's prompt: an empty system turn, the user's turn, and the opening of the answer. */
public enum ChatFormat {
    /** {@code <|im_start|>role\n…<|im_end|>\n}: Qwen and many others (OpenAI's ChatML). */
    CHATML {
        @Override
        void turn(List<Segment> out, String role, List<Segment> content) {
            open(out, role);
            out.addAll(content);
            out.add(new SpecialToken("<|im_end|>"));
            out.add(new Text("\n"));
        }

        @Override
        void open(List<Segment> out, String role) {
            out.add(new SpecialToken("<|im_start|>"));
            out.add(new Text(role + "\n"));
        }
    },
    /** {@code <|start_header_id|>role<|end_header_id|>\n\n…<|eot_id|>}: Llama 3 (Meta's model card). */
    LLAMA3 {
        @Override
        void turn(List<Segment> out, String role, List<Segment> content) {
            open(out, role);
            out.addAll(content);
            out.add(new SpecialToken("<|eot_id|>"));
        }

        @Override
        void open(List<Segment> out, String role) {
            out.add(new SpecialToken("<|start_header_id|>"));
            out.add(new Text(role));
            out.add(new SpecialToken("<|end_header_id|>"));
            out.add(new Text("\n\n"));
        }
    };

    /**
     * Returns the format of a descriptor's {@code name}, in any case.
     *
     * @throws IllegalArgumentException if there is none, with the choices
     */
    public static ChatFormat byName(String name) {
        for (ChatFormat format : values()) {
            if (format.name().equalsIgnoreCase(name)) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "chat format must be one of chatml, llama3, but was '" + name.toLowerCase(Locale.ROOT) + "'");
    }

    List<Segment> frame(List<Segment> user) {
        List<Segment> out = new ArrayList<>();
        turn(out, "system", List.of());
        turn(out, "user", user);
        open(out, "assistant");
        return out;
    }

    abstract void turn(List<Segment> out, String role, List<Segment> content);

    abstract void open(List<Segment> out, String role);
}
