// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.chattemplate.ChatTemplate;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.correctors.GuardianFactualityCorrector;
import io.github.aligner4j.correctors.GuardianHarmCorrector;
import io.github.aligner4j.correctors.IntrinsicDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;

/**
 * Builds Granite Guardian's correctors over any model.
 *
 * @param model the model, which has the adapters
 * @param template the chat template of the base model
 */
record GuardianAligners(CompletionModel model, ChatTemplate template) {

    private static final PropertyMapper MAP = PropertyMapper.get();

    /** Returns the harm corrector of a definition, whose LoRA adapter the model knows as {@code adapter}. */
    Aligner harm(Definition definition, String adapter) {
        GuardianHarmCorrector.Builder builder = GuardianHarmCorrector.builder(model, template, adapter);
        if (!definition.risks().isEmpty()) {
            builder.risks(definition.risks());
        }
        MAP.from(definition.threshold()).to(builder::threshold);
        MAP.from(definition.seed()).to(builder::seed);
        MAP.from(definition.maxNewTokens()).to(builder::maxNewTokens);
        MAP.from(definition.timeout()).to(builder::timeout);
        return builder.build();
    }

    /** Returns the factuality corrector of a definition. */
    Aligner factuality(Definition definition, Adapter corrector, @Nullable Adapter detector) {
        GuardianFactualityCorrector.Builder builder = GuardianFactualityCorrector.builder(
                        model, template, corrector.definition())
                .adapter(corrector.name());
        if (detector != null) {
            builder.gate(detector.definition(), detector.name());
            MAP.from(definition.threshold()).to(builder::threshold);
        }
        MAP.from(definition.timeout()).to(builder::timeout);
        return builder.build();
    }

    /**
     * An adapter of granitelib.
     *
     * @param name its name in the model
     * @param folder the folder with its {@code io.yaml}
     */
    record Adapter(String name, Path folder) {

        IntrinsicDefinition definition() {
            try {
                return IntrinsicDefinition.read(folder);
            } catch (IOException e) {
                throw new UncheckedIOException("the adapter '" + folder + "' has no readable io.yaml", e);
            }
        }
    }
}
