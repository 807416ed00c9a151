// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.prompted.PromptedAligner;
import io.github.aligner4j.prompted.Prompts;
import java.util.Objects;
import org.springframework.boot.context.properties.PropertyMapper;

/** Builds prompted Aligners. */
final class PromptedAligners {

    private static final PropertyMapper MAP = PropertyMapper.get();

    private PromptedAligners() {}

    /** Returns the prompted Aligner of a definition over {@code model}. */
    static Aligner of(Definition definition, ChatCompletionModel model) {
        PromptedAligner.Builder builder =
                PromptedAligner.builder(Prompts.named(Objects.requireNonNull(definition.prompt())), model);
        if (!definition.principles().isEmpty()) {
            builder.principles(definition.principles());
        }
        MAP.from(definition.maxRounds()).to(builder::maxRounds);
        MAP.from(definition.samples()).to(builder::samples);
        MAP.from(definition.timeout()).to(builder::timeout);
        MAP.from(definition.maxNewTokens()).to(builder::maxNewTokens);
        return builder.build();
    }
}
